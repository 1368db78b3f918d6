import { describe, expect, it } from "vitest";
import { mergeProfile } from "../../../src/people/merge.ts";
import { isHiddenName } from "../../../src/people/names/hidden-name.ts";
import { readNameQuestion } from "../../../src/people/names/name-question.ts";
import { splitName } from "../../../src/people/names/split-name.ts";
import { PLAIN, read } from "../profile-samples.ts";

describe("a hidden name", () => {
  it.each([
    ...[
      "LinkedIn Member",
      "linkedin member",
      "LinkedIn-Mitglied",
      "Membre de LinkedIn",
      "Utilisateur LinkedIn",
    ],
    ...[
      "Miembro de LinkedIn",
      "Usuario de LinkedIn",
      "Membro do LinkedIn",
      "LinkedIn Üyesi",
      "Участник LinkedIn",
    ],
    ...[
      "LinkedInメンバー",
      "LinkedIn 会员",
      "领英会员",
      "LinkedIn 회원",
      "LinkedIn",
      "Private Profile",
      "Anonymous",
      ".",
      "🚀",
    ],
  ])("%s is no name", (name) => {
    expect(isHiddenName(name)).toBe(true);
    expect(read({ first_name: null, last_name: null, full_name: name }).fullName).toBeNull();
  });

  it.each(["Ada Member", "Linda Linkedal", "Eva Wirk | LinkedIn", "Mitglied Müller", "山田太郎", "Ng", "O"])(
    "%s is one",
    (name) => expect(isHiddenName(name)).toBe(false),
  );

  it("in two halves is none, and never replaces a name that is known", () => {
    const hidden = read({ first_name: "LinkedIn", last_name: "Member", full_name: null });
    expect(hidden).toMatchObject({ firstName: null, lastName: null, fullName: null });
    expect(mergeProfile(mergeProfile(null, read(), PLAIN), hidden, PLAIN).fullName).toBe("Ada Invented");
  });
});

describe("a name for an import", () => {
  const split = (firstName: string | null, lastName: string | null, fullName: string | null = null) =>
    splitName({ firstName, lastName, fullName });

  it.each([
    ["Ines 🚀", "Okonjo-Brandt, PhD, MBA", "Ines", "Okonjo-Brandt"],
    ["Dr. Ines", "Okonjo-Brandt PhD", "Ines", "Okonjo-Brandt"],
    ["Prof. Dr.-Ing. Uwe", "Kranich, M.Sc.", "Uwe", "Kranich"],
    ["Jack", "Ma", "Jack", "Ma"],
    ["Jack", "Ma, MA", "Jack", "Ma"],
    ["HEIKO", "VON DER MÜHLEN", "HEIKO", "VON DER MÜHLEN"],
    ["Robert (Bob)", "K.", "Robert (Bob)", "K."],
    ["Anna ✨👩🏽‍💻", "Sørensen 🇩🇰", "Anna", "Sørensen"],
    ["Ms. Pia", "Lind, CFA", "Pia", "Lind"],
    ["Davis", "Jones, Jr.", "Davis", "Jones"],
  ])("%s | %s is %s | %s", (first, last, cleanFirst, cleanLast) => {
    expect(split(first, last)).toEqual({ first: cleanFirst, last: cleanLast, whole: null });
  });

  it.each([
    ["Dorte Halvard", "Dorte", "Halvard"],
    ["Halvard, Dorte", "Dorte", "Halvard"],
    ["Von der Mühlen, Heiko", "Heiko", "Von der Mühlen"],
    ["Dr. Dorte Halvard, PhD 🚀", "Dorte", "Halvard"],
    ["山田 太郎", "太郎", "山田"],
  ])("%s alone is %s and %s", (full, first, last) => {
    expect(split(null, null, full)).toEqual({ first, last, whole: null });
  });

  it.each(["Maria del Carmen Ruiz", "山田太郎", "Suharto", "Jean Pierre Duval"])(
    "%s alone stays one",
    (full) => {
      expect(split(null, null, full)).toEqual({ first: null, last: null, whole: full });
    },
  );

  it("takes the missing half from the full name, and signs alone for nothing", () => {
    expect(split("Maria del Carmen", null, "Maria del Carmen Ruiz")).toMatchObject({ last: "Ruiz" });
    expect(split(null, "Ruiz", "Maria del Carmen Ruiz")).toMatchObject({ first: "Maria del Carmen" });
    expect(split("Tove", ".", "Tove .")).toEqual({ first: "Tove", last: null, whole: null });
    expect(split(null, null, null)).toEqual({ first: null, last: null, whole: null });
  });
});

describe("a name that is asked for", () => {
  it.each([
    ["Okonjo-Brandt, Ines", ["Okonjo", "Brandt", "Ines"]],
    ["Dr. Ines Okonjo-Brandt, PhD 🚀", ["Ines", "Okonjo", "Brandt"]],
    ["Ma, Jack", ["Ma", "Jack"]],
    ["Jack Ma, MBA", ["Jack", "Ma"]],
    ["O’Neil", ["O", "Neil"]],
    ["100%_", []],
  ])("%s asks for %j", (typed, words) => expect(readNameQuestion(typed).words).toEqual(words));

  it("of Chinese and Japanese letters may be written together, apart and in either order", () => {
    expect(readNameQuestion("山田太郎").spellings).toContain("太郎山田");
    expect(readNameQuestion("山田 太郎").words).toEqual(["山田", "太郎"]);
    expect(readNameQuestion("Ada").spellings).toEqual([]);
  });
});

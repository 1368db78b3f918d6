import { describe, expect, it } from "vitest";
import { isHiddenName } from "../../../src/people/names/hidden-name.ts";
import { splitName } from "../../../src/people/names/split-name.ts";

const split = (fullName: string) => {
  const { first, last, whole } = splitName({ firstName: null, lastName: null, fullName });
  return whole ?? [first, last];
};

describe("a full name alone", () => {
  it.each([
    ["Vincent van Gogh", "Vincent", "van Gogh"],
    ["Simone de Beauvoir", "Simone", "de Beauvoir"],
    ["Jean-Luc de la Tour", "Jean-Luc", "de la Tour"],
    ["Ahmed bin Salman", "Ahmed", "bin Salman"],
    ["Khalid Al-Rashid", "Khalid", "Al-Rashid"],
    ["Pat Noon III", "Pat", "Noon III"],
    ["Dr. med. Ines Huber", "Ines", "Huber"],
    ["Prof. Dr. Dr. h.c. Ines Huber", "Ines", "Huber"],
    ["Sir Ian Holm", "Ian", "Holm"],
    ["Ines Huber | Recruiter", "Ines", "Huber"],
    ["Ines Huber - Hiring!", "Ines", "Huber"],
    ["Ines Huber (she/her)", "Ines", "Huber"],
    ["Ines Huber • We are hiring, join us", "Ines", "Huber"],
    ["García Lorca, Federico", "Federico", "García Lorca"],
    ["Huber, Ines (née Müller), MBA", "Ines", "Huber"],
  ])("%j is %j and %j", (name, first, last) => {
    expect(split(name)).toEqual([first, last]);
  });

  it.each([
    "Nguyễn Văn An",
    "Иванов Иван Иванович",
    "María José García",
    "María del Carmen López",
    "Sukarno",
    "山田太郎",
  ])("%j is not split, because it has more than one reading", (name) => {
    expect(split(name)).toBe(name);
  });
});

it.each(
  "LinkedIn Üyesi|Člen LinkedIn|Uživatel LinkedInu|Користувач LinkedIn|领英用户|領英使用者|عضو لينكدإن|Linked In Member|LinkedIn Member 🔒|Name Withheld|Deleted User|Confidential|Private".split(
    "|",
  ),
)("%j names nobody", (name) => {
  expect(isHiddenName(name)).toBe(true);
});

it.each(["Linda Member", "Nadia Hidden", "Private Okonjo", "Una Known", "Hyun Hidden Kim"])(
  "%j is a name",
  (name) => {
    expect(isHiddenName(name)).toBe(false);
  },
);

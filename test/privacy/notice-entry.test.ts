import { expect, it } from "vitest";
import { isSamePerson } from "../../src/privacy/notice-entry.ts";

const MARA = {
  profileId: "12345",
  fullName: "Mara  Old",
  linkedinUrl: "https://www.linkedin.com/in/mara-old",
  emails: "mara@old.example, m@münchen.example",
};
const NOTHING = { profileId: "12345", fullName: null, linkedinUrl: null, emails: null };

it.each([
  ["only an id", {}, true],
  ["the same name in another letter case", { fullName: "MARA old " }, true],
  [
    "the same address in another form",
    { fullName: "M. O.", linkedinUrl: "fr.linkedin.com/in/Mara-Old/" },
    true,
  ],
  ["one of the e-mail addresses", { emails: "<M@xn--mnchen-3ya.example>" }, true],
  ["another name alone", { fullName: "Nils New" }, false],
  ["another name and other addresses", { fullName: "Nils New", emails: "nils@new.example" }, false],
])("an entry of a list of notices with %s agrees with the stored person: %o", (_, change, agrees) => {
  expect(isSamePerson({ ...NOTHING, ...change }, MARA)).toBe(agrees);
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { redactKey } from "../../../src/leonar/redact-key.ts";
import { parseRetryAfter } from "../../../src/leonar/retry-after.ts";
import { isContactName, isContactValue } from "../../../src/people/contact-like.ts";
import { toContacts } from "../../../src/people/contacts.ts";
import { parseProfile } from "../../../src/people/profile.ts";
import { makeProfileNotes } from "../../../src/people/profile-notes.ts";
import { escapeCell, escapeFormula, unescapeFormula } from "../../../src/specs/sheets/formula-guard.ts";
import { readSpecs } from "../../../src/specs/sheets/read-specs.ts";
import { toCsv } from "../../../src/specs/sheets/write-rows.ts";
import { findTextProblem } from "../../../src/specs/text-problem.ts";
import { nearest } from "../../../src/values/nearest.ts";
import { toPrintable, toPrintableJson, toPrintableLine } from "../../../src/values/printable-text.ts";
import { foldCase, normalizeText, quoteValue } from "../../../src/values/text.ts";

/** So long that a reader whose work grows with the square of the length does not end within the time limit of a test. */
const TIMES = 300_000;

/** Everything that reads a text of a profile, of a sheet or of an answer character by character. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  escapeCell,
  escapeFormula,
  unescapeFormula,
  toPrintable,
  toPrintableLine,
  toPrintableJson,
  toCsv: (text) => toCsv([[text]]),
  normalizeText,
  foldCase,
  quoteValue,
  nearest: (text) => nearest(text, ["job_title", "10_to_20"]),
  findTextProblem,
  readSpecs: (text) => readSpecs(new TextEncoder().encode(`spec,job_title,${text}\n${text},"${text}",x\n`)),
  isContactName,
  isContactValue: (text) => isContactValue(text, "note"),
  toContacts: (text) =>
    toContacts(
      { emails: [text], phones: text, contact_info: { email: text } },
      { path: "", notes: makeProfileNotes() },
    ),
  parseProfile: (text) =>
    parseProfile(
      { profile_id: "a", linkedin_url: text, skills: [text], experiences: [{ [text]: text, note: text }] },
      0,
    ),
  redactKey: (text) => redactKey(text, "leo_key"),
  parseRetryAfter: (text) => parseRetryAfter(text, 0),
};

/** Runs of these are what an expression that is not anchored starts anew at. */
const PARTS = [
  "\n",
  "\t",
  ";",
  "; ",
  " ",
  "'",
  '"',
  '""',
  "-",
  "_",
  "a_",
  "/",
  "@",
  "a@",
  "@a.",
  "+",
  "0",
  "0 ",
  "(",
  "#",
  "AND ",
  "leo_",
  "\u00a0",
  "in/",
  "e mail ",
];

it.each(PARTS)(
  "a text of 300,000 times %j is read by everything in time that grows with its length",
  (part) => {
    const text = `${part.repeat(TIMES)}é!`;
    for (const [name, read] of Object.entries(READERS))
      expect({ name, does: typeof read(text) }).toMatchObject({ name });
  },
);

/** The expression that the guard was before: right, and quadratic. */
const RISKY_WITHIN = /([;\t\r\n][\p{Z}\p{C}"]*)(?=[=+\-@＝＋－＠﹦﹢﹣﹫])/gu;

it("the guard puts apostrophes where the cells of a spreadsheet begin with a formula, and nowhere else", () => {
  const unit = fc.constantFrom(
    ";",
    "\t",
    "\r",
    "\n",
    " ",
    '"',
    "=",
    "+",
    "＝",
    "-",
    "a",
    "'",
    "😀",
    "\u{E0001}",
    "\u200b",
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 12 }), (text) => {
      expect(escapeCell(text)).toBe(escapeFormula(text.replace(RISKY_WITHIN, "$1'")));
    }),
    { numRuns: 2_000 },
  );
});

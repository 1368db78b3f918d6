import { describe, expect, inject, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { migrateDatabase } from "../../../src/database/migrate.ts";
import { type LocaleName, withLocaleDatabase } from "../../support/locale-database.ts";

const ALIKE: readonly (readonly [string, string])[] = [
  ["L'Oréal", "L’Oréal"],
  ["L'Oréal", "Lʼoreal"],
  ["d'équipe", "D‘ÉQUIPE"],
  ["5' tall", "5′ tall"],
  ["Jean-Luc", "Jean‑Luc"],
  ["Jean-Luc", "JEAN–LUC"],
  ["a - b", "a \u2014 b"],
  ["a-b", "a\u2212b"],
  ["Growth Lead", "Growth\u00a0\u2009Lead"],
  ["Growth Lead", " growth\tlead\r\n"],
  ["Database", "Data\u00adbase"],
  ["Database", "Data\u200bbase"],
  ["Database", "\ufeffData\u2060base\u200e"],
  ["ΚΩΤΣΌΒΟΛΟΣ", "Κωτσόβολος"],
  ["σίσυφος", "ΣΊΣΥΦΟΣ"],
  ["ＳＱＬ", "sql"],
  ["ﾃﾞｻﾞｲﾅｰ", "デザイナー"],
  ["Zoë", "Zoe\u0308"],
  ["İSTANBUL", "istanbul"],
  ["SINIF", "sınıf"],
  ["Straße", "STRASSE"],
  ["STRAẞE", "strasse"],
  ["Łódź", "LODZ"],
  ["Øresund", "oresund"],
  ["Œnologue", "oenologue"],
  ["ﬁnance", "Finance"],
  ["ОЛЬГА Ёлкина", "ольга елкина"],
  ["Ґалаґан Є", "ґалаґан є"],
  ["مُدير", "مدير"],
  ["שָׁלוֹם", "שלום"],
  ["ԻՆԺԵՆԵՐ", "ինժեներ"],
  ["“Growth”", '"growth"'],
];
/** One syllable is no part of another, though their Unicode decompositions begin alike. */
const SYLLABLES: readonly (readonly [string, string])[] = [
  ["기", "김"],
  ["テ", "デ"],
  ["ハ", "パ"],
];
const APART: readonly (readonly [string, string])[] = [
  ...SYLLABLES,
  ["c", "c++"],
  ["c++", "c#"],
  ["f#", "f"],
  [".net", "net"],
  ["産", "產"],
];
const FOUND: readonly (readonly [string, string])[] = [
  ["growth", "Head of “Growth”"],
  ["innovation", "Responsable de l’innovation"],
  ["b2b", "SaaS•B2B"],
  ["growth", "Growth🚀"],
  ["growth", "Manager–Growth"],
  ["маркетолог", "«МАРКЕТОЛОГ»"],
  ["python", "SQL、Python"],
  ["marketing", "Sales/Marketing"],
  ["aws", "AWS/GCP"],
  ["gcp", "AWS/GCP"],
  ["aws/gcp", "AWS/GCP"],
  ["ux", "UI/UX Designer"],
  ["node", "Node.js"],
  ["node.js", "Node.js"],
  ["js", "Node.js"],
  [".net", "ASP.NET Core"],
  ["growth", "Head.of.Growth"],
  ["c++", "C/C++ developer"],
  ["c++", "C++17"],
  ["c#", "C#.NET"],
  [".net", "C#.NET"],
  ["objective", "Objective-C"],
  ["objective-c", "Objective‑C"],
  ["full-stack", "Full‑stack engineer"],
  ["full stack", "Full-stack engineer"],
  ["commerce", "e-commerce"],
  ["r&d", "R&D Manager"],
  ['"go to market"', "Go-to-market lead"],
  ["“product manager”", "Senior Product Manager"],
  ["sales or growth -intern", "Growth"],
  ["データ分析", "データ分析、統計"],
];
const MISSED: readonly (readonly [string, string])[] = [
  ["c", "C++"],
  ["c", "C#"],
  ["c", "Objective-C"],
  ["c++", "C"],
  ["c#", "C++"],
  ["f", "F#"],
  ["net", ".NET"],
  ["node.js", "js node"],
  ["growth -intern", "Growth intern"],
  ['"market product"', "product market"],
];

async function mismatches(
  db: Database,
  expression: string,
  cases: readonly (readonly [string, string])[],
): Promise<unknown[]> {
  const { rows } = await db.pool.query(
    `select a, b from jsonb_to_recordset($1::jsonb) as r(a text, b text) where (${expression}) is not true`,
    [JSON.stringify(cases.map(([a, b]) => ({ a, b })))],
  );
  return rows;
}

/** Capitals and small letters of scripts that have both, each inside a word. */
function casePairs(): (readonly [string, string])[] {
  const letters = Array.from({ length: 0x590 - 0x41 }, (_, index) => String.fromCodePoint(index + 0x41));
  return letters
    .filter((letter) => [...letter.toLowerCase()].length === 1 && letter.toLowerCase() !== letter)
    .map((letter) => [`x${letter}y`, `X${letter.toLowerCase()}Y`]);
}

describe.each<LocaleName>(["C", "C.UTF-8", "ICU tr-TR"])("in a database of the locale %s", (locale) => {
  it("texts that are written alike are folded alike, and no others", async () => {
    await withLocaleDatabase(inject("postgresUrl"), locale, async (db) => {
      await migrateDatabase(db);
      expect(await mismatches(db, "fold_text(a) = fold_text(b)", ALIKE)).toEqual([]);
      expect(await mismatches(db, "fold_text(a) = fold_text(b)", casePairs())).toEqual([]);
      expect(await mismatches(db, "fold_text(a) like containing(b)", ALIKE)).toEqual([]);
      expect(await mismatches(db, "fold_text(fold_text(a)) = fold_text(a)", ALIKE)).toEqual([]);
      expect(await mismatches(db, "fold_text(a) <> fold_text(b)", APART)).toEqual([]);
      expect(await mismatches(db, "fold_text(b) not like containing(a)", SYLLABLES)).toEqual([]);
      expect(await mismatches(db, "search_words(b) @@ search_question(a)", FOUND)).toEqual([]);
      expect(await mismatches(db, "not search_words(b) @@ search_question(a)", MISSED)).toEqual([]);
    });
  });
});

it("a database in SQL_ASCII is refused by its name", async () => {
  await withLocaleDatabase(inject("postgresUrl"), "SQL_ASCII", async (db) => {
    await expect(migrateDatabase(db)).rejects.toThrow(/the database is in SQL_ASCII.*encoding 'UTF8'/);
  });
});

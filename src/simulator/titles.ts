import { FUNCTION_ROWS, type FunctionRow } from "./functions.ts";

/** Lowest first. The labels are the values that the `seniority` parameter takes. */
export const SENIORITIES = [
  "Intern",
  "Entry",
  "Senior",
  "Manager",
  "Director",
  "Head",
  "VP",
  "CXO",
  "Partner",
  "Owner / Founder",
] as const;

export const SENIORITY_WEIGHTS: readonly number[] = [4, 18, 22, 17, 11, 10, 9, 4, 2, 3];

/** The seniority up to which a career advances step by step; partners and founders do not come from below. */
export const HIGHEST_CAREER_STEP = SENIORITIES.indexOf("CXO");

export interface Title {
  readonly text: string;
  /** Position in FUNCTION_ROWS. */
  readonly jobFunction: number;
  /** Position in SENIORITIES. */
  readonly seniority: number;
}

function titleTexts(row: FunctionRow): readonly (readonly string[])[] {
  const area = row.area;
  const practice = row.practitioners;
  return [
    [`${area} Intern`, ...practice.slice(0, 2).map((role) => `${role} Intern`)],
    [...practice, ...practice.map((role) => `Junior ${role}`), ...row.localTitles],
    practice.flatMap((role) => [`Senior ${role}`, `Lead ${role}`, `Principal ${role}`]),
    row.managers,
    [`Director of ${area}`, `${area} Director`, `Senior Director of ${area}`, `Associate Director, ${area}`],
    [`Head of ${area}`, `Global Head of ${area}`, `Head of ${area}, EMEA`],
    [`VP of ${area}`, `VP ${area}`, `Vice President, ${area}`, `SVP ${area}`],
    row.chiefs,
    [`Partner, ${area}`, "Partner", "Managing Partner"],
    ["Founder", "Co-Founder & CEO", `Co-Founder & ${row.chiefs[0] ?? "CEO"}`, `Founder, ${area} Advisory`],
  ];
}

interface TitleRange {
  readonly start: number;
  readonly count: number;
}

function makeTitles(): { titles: Title[]; ranges: TitleRange[] } {
  const titles: Title[] = [];
  const ranges: TitleRange[] = [];
  for (const [jobFunction, row] of FUNCTION_ROWS.entries()) {
    for (const [seniority, texts] of titleTexts(row).entries()) {
      ranges.push({ start: titles.length, count: texts.length });
      for (const text of texts) titles.push({ text, jobFunction, seniority });
    }
  }
  return { titles, ranges };
}

const MADE = makeTitles();

export const TITLES: readonly Title[] = MADE.titles;

/** Position in TITLES of a title for a function and a seniority; the first wording is the common one. */
export function pickTitle(jobFunction: number, seniority: number, hash: number): number {
  const range = MADE.ranges[jobFunction * SENIORITIES.length + seniority];
  if (range === undefined) throw new Error("no such function or seniority");
  return (hash & 1) === 0 ? range.start : range.start + ((hash >>> 1) % range.count);
}

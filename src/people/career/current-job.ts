import { toPlainWords } from "../names/plain-words.ts";
import type { Experience } from "../profile-experience.ts";
import { toCompanyKeys, toTitleKey } from "./job-keys.ts";

/** A title and a company, either of which may be unknown. */
export interface Job {
  readonly title: string | null;
  readonly companyName: string | null;
}

/** Seats and honours that people hold beside a job. */
const BESIDE_A_JOB = new RegExp(
  [
    "\\b(?:board|trustee|governor|chairman|chairwoman|chairperson|non executive|nonexecutive|ned|advisory|mentor|investor|business angel|volunteer|volunteering|ambassador|patron|juror|jury|fellow|alumni|limited partner|guest lecturer|keynote speaker)\\b",
    "^(?:strategic |senior |startup |scientific |independent )?advis[eo]r(?: to .*)?$",
    "aufsichtsrat|verwaltungsrat|\\bbeirat|stiftungsrat|kuratorium|ehrenamt|conseil d administration|administrat(?:eur|rice) independant|benevole",
    "consejer[oa]|consiglier[ea]|conselheir[oa]|voluntari[oa]|raad van|commissaris|bestuurslid|styrelse|bestyrelse|hallituksen|rada nadzorcza",
    "監査役|社外取締役|顧問|顾问|独立董事|사외이사",
  ].join("|"),
  "u",
);
const EXECUTIVE_BOARD = /\b(?:management|executive) board\b/u;
const DATE = /^(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?/u;

/**
 * Returns whether a job is held on a day: it has begun, and it has not ended. An end after the day is no end yet, whatever
 * else is said; otherwise `isCurrent` decides, and where that is missing, that no end is named. `job_is_current` in the
 * database is the same rule for views; a test compares the two.
 * @param day such as 2026-11-29
 */
export function isCurrentOn({ isCurrent, startDate, endDate }: Experience, day: string): boolean {
  if (startDate !== null && isAfter(startDate, day)) return false;
  if (endDate !== null && isAfter(endDate, day)) return true;
  return isCurrent ?? endDate === null;
}

/**
 * Returns the job among those that a list shows as held on a day: the one that is known already, else the newest that is
 * no seat on a board or the like, else the newest. Null: none is held.
 */
export function currentJobIn(list: readonly Experience[], day: string, known: Job): Experience | null {
  const held = list.filter((entry) => isCurrentOn(entry, day) && (entry.title ?? entry.companyName) !== null);
  const same = held.find((entry) => isNamedAlike(entry, known));
  if (same !== undefined) return same;
  const jobs = held.filter(({ title }) => !isBesideAJob(title));
  const [newest] = (jobs.length > 0 ? jobs : held).toSorted((a, b) =>
    (b.startDate ?? "").localeCompare(a.startDate ?? "", "en"),
  );
  return newest ?? null;
}

/** Returns whether two jobs have the same company and the same title, as far as both are known. */
export function isNamedAlike(one: Job, other: Job): boolean {
  const { companyName: company, title } = other;
  const sameCompany = company === null || one.companyName === null || sharesKey(one.companyName, company);
  const sameTitle = title === null || one.title === null || toTitleKey(one.title) === toTitleKey(title);
  const isKnown = (one.companyName !== null && company !== null) || (one.title !== null && title !== null);
  return isKnown && sameCompany && sameTitle;
}

/** Returns whether two names are of one company, its legal form and its former name in brackets aside. */
export function sharesKey(one: string, other: string): boolean {
  const keys = new Set(toCompanyKeys(one));
  return toCompanyKeys(other).some((key) => keys.has(key));
}

function isBesideAJob(title: string | null): boolean {
  const words = toPlainWords(title ?? "").join(" ");
  return BESIDE_A_JOB.test(words) && !EXECUTIVE_BOARD.test(words);
}

/** Compares the first day of a date; a text that is no date is not after any day. */
function isAfter(date: string, day: string): boolean {
  const found = DATE.exec(date)?.[0];
  return found !== undefined && found.padEnd(10, "-01") > day;
}

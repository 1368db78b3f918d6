import type { MergedProfile } from "../merged-profile.ts";
import type { Experience } from "../profile-experience.ts";
import { isCurrentOn, isNamedAlike, type Job, sharesKey } from "./current-job.ts";
import { toTitleKey } from "./job-keys.ts";

type Career = Pick<MergedProfile, "currentTitle" | "currentCompany" | "experiences">;

/**
 * Returns the job that somebody left for another one, or null where no job changed. An emoji, a legal form, case and a
 * company that was renamed change no job; nor does a profile that names another one of several jobs held at once.
 * @param day when the newer state was received
 */
export function leftJob(before: Career, after: Career, day: string): Job | null {
  const from = jobOf(before) ?? lastJobIn(before.experiences);
  const to = jobOf(after);
  if (from === null || to === null) return null;
  const [entryBefore, entryAfter] = [entryOf(from, before), entryOf(to, after)];
  if (isSameTitle(from, to) && isSameCompany(from, to, entryBefore, entryAfter)) return null;
  const wasHeld = before.experiences.some((entry) => isCurrentOn(entry, day) && isNamedAlike(entry, to));
  const isHeld = after.experiences.some((entry) => isCurrentOn(entry, day) && isNamedAlike(entry, from));
  return wasHeld && isHeld ? null : from;
}

function jobOf({ currentTitle: title, currentCompany: companyName }: Career): Job | null {
  return title === null && companyName === null ? null : { title, companyName };
}

/** Returns the job that ended last: what somebody without a job did before. */
function lastJobIn(list: readonly Experience[]): Job | null {
  const [last] = list.toSorted((a, b) => (b.endDate ?? "").localeCompare(a.endDate ?? "", "en"));
  return last === undefined || (last.title ?? last.companyName) === null
    ? null
    : { title: last.title, companyName: last.companyName };
}

function entryOf(job: Job, { experiences }: Career): Experience | undefined {
  return experiences.find((entry) => isNamedAlike(entry, job));
}

function isSameTitle(from: Job, to: Job): boolean {
  return from.title === null || to.title === null || toTitleKey(from.title) === toTitleKey(to.title);
}

function isSameCompany(from: Job, to: Job, old?: Experience, now?: Experience): boolean {
  if (from.companyName === null || to.companyName === null) return true;
  if (sharesKey(from.companyName, to.companyName)) return true;
  const domain = old?.companyDomain?.toLowerCase() ?? null;
  const isSameDomain = domain !== null && domain === now?.companyDomain?.toLowerCase();
  const [since, nowSince] = [old?.startDate ?? null, now?.startDate ?? null];
  return isSameDomain && (since === null || nowSince === null || since === nowSince);
}

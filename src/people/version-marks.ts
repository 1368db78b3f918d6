import { isAnotherPerson } from "./career/another-person.ts";
import { leftJob } from "./career/job-change.ts";
import { jobShown, mergeProfile, type Receipt } from "./merge.ts";
import type { MergedProfile } from "./merged-profile.ts";
import type { Profile } from "./profile.ts";

/** One stored version of a person. */
export interface VersionReference {
  readonly id: number;
  readonly hash: string;
}

/** A version as parsed, and how it was received. */
export interface ParsedVersion {
  readonly profile: Profile;
  readonly detail: Receipt;
}

/** Columns that are copied from a version's JSON. */
export interface VersionColumns {
  readonly currentTitle: string | null;
  readonly currentCompany: string | null;
  readonly openToWork: boolean | null;
}

/** What a version changed in the person as known until then. */
export interface VersionMarks {
  readonly jobChanged: boolean;
  /** The job that was left; null: none, or unknown. */
  readonly previousTitle: string | null;
  readonly previousCompany: string | null;
  readonly openToWorkChanged: boolean;
  /** Whether the id probably names another person now. */
  readonly anotherPerson: boolean;
  /** The name of the person whom the id named before; null unless another one is named now. */
  readonly previousName: string | null;
}

const NO_JOB = { title: null, companyName: null };

/** Returns the columns of one version, independent of earlier versions. */
export function toVersionColumns(profile: Profile, { receivedOn }: Receipt): VersionColumns {
  const { title, companyName } = jobShown(profile, receivedOn, NO_JOB) ?? NO_JOB;
  return { currentTitle: title, currentCompany: companyName, openToWork: profile.openToWork };
}

/** Returns the columns and the marks that each version of a person should have, by its id. @param history oldest first */
export function versionFacts(
  history: readonly (ParsedVersion & { readonly version: VersionReference })[],
): Map<number, VersionColumns & VersionMarks> {
  const facts = new Map<number, VersionColumns & VersionMarks>();
  let merged: MergedProfile | null = null;
  for (const { profile, detail, version } of history) {
    const before: MergedProfile | null = merged;
    merged = mergeProfile(before, profile, detail);
    if (facts.has(version.id)) continue;
    facts.set(version.id, {
      ...toVersionColumns(profile, detail),
      ...marksOf(before, profile, merged, detail),
    });
  }
  return facts;
}

/** Returns what a version changed in the person as known until then. @param after the merge of both */
export function marksOf(
  before: MergedProfile | null,
  shown: Profile,
  after: MergedProfile,
  { receivedOn }: Receipt,
): VersionMarks {
  const anotherPerson = before !== null && isAnotherPerson(before, shown);
  const left = before === null || anotherPerson ? null : leftJob(before, after, receivedOn);
  const wasOpen = anotherPerson ? null : (before?.openToWork ?? null);
  return {
    jobChanged: left !== null,
    previousTitle: left?.title ?? null,
    previousCompany: left?.companyName ?? null,
    openToWorkChanged: wasOpen !== null && shown.openToWork !== null && shown.openToWork !== wasOpen,
    anotherPerson,
    previousName: anotherPerson ? before.fullName : null,
  };
}

import { hash } from "node:crypto";
import { type DetailFlags, mergeProfile, type Receipt, samePerson } from "./merge.ts";
import type { MergedProfile } from "./merged-profile.ts";
import type { ReceivedProfile } from "./profile.ts";
import {
  marksOf,
  type ParsedVersion,
  toVersionColumns,
  type VersionColumns,
  type VersionMarks,
  type VersionReference,
} from "./version-marks.ts";

/** The stored state of a person before a page is applied. */
export interface KnownPerson {
  /** The stored profile; null if the page shows only their newest version, so that nothing can differ. */
  readonly stored: MergedProfile | null;
  /** The merge of the versions from calls opened before this one; null if there are none, or as above. */
  readonly before: MergedProfile | null;
  /** The newest version among those, or null. */
  readonly newest: VersionReference | null;
  /** The versions from calls opened after this one, oldest first. Empty unless the page is applied late. */
  readonly later: readonly (ParsedVersion & { readonly version: VersionReference })[];
  /** The version of the first of those later calls, or null. */
  readonly next: VersionReference | null;
  /** Whether an earlier page of the same pass showed them. */
  readonly inPass: boolean;
}

export interface NewVersion extends VersionColumns, VersionMarks {
  readonly profileId: string;
  readonly hash: string;
  readonly raw: string;
}

export interface Sighting {
  readonly position: number;
  readonly profileId: string;
  /** The id of a stored version, or the index of a new one in `versions`. */
  readonly version: { readonly id: number } | { readonly place: number };
}

export interface PageCounts {
  readonly seen: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly suppressed: number;
  readonly newToPass: number;
  /** People whom an earlier page of the pass showed too. */
  readonly repeated: number;
}

/** All writes of one applied page. */
export interface PagePlan {
  readonly versions: readonly NewVersion[];
  /** The marks of stored versions that come after those of the page. */
  readonly marks: readonly (VersionMarks & { readonly id: number })[];
  /** Only people who are new, or who differ from what is stored. */
  readonly profiles: readonly MergedProfile[];
  readonly sightings: readonly Sighting[];
  readonly rejected: readonly Extract<ReceivedProfile, { kind: "rejected" }>[];
  readonly counts: PageCounts;
}

type Received = Extract<ReceivedProfile, { kind: "profile" }>;
/** A profile with the hash that identifies its version. */
type Shown = Received & { readonly hash: string };
export type ShownProfile = Shown | Extract<ReceivedProfile, { kind: "rejected" }>;

/** Adds the hash of each version. The detail flags are part of it, because the same text means something else under other flags. */
export function hashProfiles(received: readonly ReceivedProfile[], detail: DetailFlags): ShownProfile[] {
  const flags = `${Number(detail.experiences)}${Number(detail.educations)}`;
  return received.map((entry) =>
    entry.kind === "rejected"
      ? entry
      : {
          ...entry,
          hash: hash("sha256", flags + entry.raw),
        },
  );
}

/** A person to look up before a page is applied. */
export interface PersonOnPage {
  readonly id: string;
  /** The hash of the only version on the page; null if the page shows several versions of them. */
  readonly hash: string | null;
}

/** Returns each person on a page once. */
export function peopleOn(shown: readonly ShownProfile[]): PersonOnPage[] {
  const readable = shown.filter((entry) => entry.kind === "profile");
  return [...groupById(readable)].map(([id, [first, ...rest]]) => ({
    id,
    hash: rest.every(({ hash }) => hash === first?.hash) ? (first?.hash ?? null) : null,
  }));
}

/**
 * Decides what a page changes in the store.
 * @param received the entries in the order of the page, without suppressed people
 * @param known by profile_id
 * @param suppressed how many of the page were left out
 */
export function planPage(
  received: readonly ShownProfile[],
  known: ReadonlyMap<string, KnownPerson>,
  receipt: Receipt,
  suppressed: number,
): PagePlan {
  const rejected = received.filter((entry) => entry.kind === "rejected");
  const readable = received.filter((entry) => entry.kind === "profile");
  const versions: NewVersion[] = [];
  const people = [...groupById(readable)].map(([id, shown]) =>
    planPerson(shown, known.get(id), receipt, versions),
  );
  const fresh = people.filter((person) => person.isNew).length;
  const changed = people.filter((person) => !person.isNew && person.profile !== null).length;
  return {
    versions,
    marks: people.flatMap((person) => person.marks),
    profiles: people.flatMap((person) => person.profile ?? []),
    sightings: people.flatMap((person) => person.sightings),
    rejected,
    counts: {
      seen: received.length + suppressed,
      new: fresh,
      changed,
      unchanged: readable.length - fresh - changed,
      rejected: rejected.length,
      suppressed,
      newToPass: people.filter((person) => person.isNewToPass).length,
      repeated: people.filter((person) => !person.isNewToPass).length,
    },
  };
}

function groupById(shown: readonly Shown[]): Map<string, Shown[]> {
  const groups = new Map<string, Shown[]>();
  for (const entry of shown) {
    const group = groups.get(entry.profile.profileId);
    if (group === undefined) groups.set(entry.profile.profileId, [entry]);
    else group.push(entry);
  }
  return groups;
}

interface PersonPlan {
  readonly marks: PagePlan["marks"];
  readonly profile: MergedProfile | null;
  readonly sightings: readonly Sighting[];
  readonly isNew: boolean;
  readonly isNewToPass: boolean;
}

/** Merges in the order of the calls: the versions of a page applied late come before those of later calls. */
function planPerson(
  shown: readonly Shown[],
  known: KnownPerson | undefined,
  receipt: Receipt,
  versions: NewVersion[],
): PersonPlan {
  let merged = known?.before ?? null;
  let newest: { hash: string; version: Sighting["version"] } | null = known?.newest
    ? { hash: known.newest.hash, version: { id: known.newest.id } }
    : null;
  const sightings: Sighting[] = [];
  const marks = new Map<number, VersionMarks>();
  for (const [index, { profile, raw, position, hash }] of shown.entries()) {
    if (newest?.hash !== hash) {
      const before: MergedProfile | null = merged;
      merged = mergeProfile(before, profile, receipt);
      const change = marksOf(before, profile, merged, receipt);
      // If the rest of the page shows what a call opened after this one has shown, both share one version, whichever page is
      // applied first.
      const isLast = shown.slice(index).every((rest) => rest.hash === hash);
      const next = isLast && known?.next?.hash === hash ? known.next : null;
      newest = { hash, version: next === null ? { place: versions.length } : { id: next.id } };
      if (next === null)
        versions.push({
          profileId: profile.profileId,
          hash,
          raw,
          ...toVersionColumns(profile, receipt),
          ...change,
        });
      else marks.set(next.id, change);
    }
    sightings.push({ position, profileId: profile.profileId, version: newest.version });
  }
  for (const { profile, detail, version } of known?.later ?? []) {
    const before: MergedProfile | null = merged;
    merged = mergeProfile(before, profile, detail);
    if (!marks.has(version.id)) marks.set(version.id, marksOf(before, profile, merged, detail));
  }
  const stored = known?.stored ?? null;
  const isChanged = merged !== null && (stored === null || !samePerson(stored, merged));
  return {
    marks: [...marks].map(([id, change]) => ({ id, ...change })),
    profile: isChanged ? merged : null,
    sightings,
    isNew: known === undefined,
    isNewToPass: known?.inPass !== true,
  };
}

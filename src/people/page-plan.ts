import { createHash } from "node:crypto";
import { type DetailFlags, type MergedProfile, mergeProfile, samePerson } from "./merge.ts";
import type { Profile, ReceivedProfile } from "./profile.ts";

/** One stored raw form of a person. */
export interface VersionReference {
  readonly id: number;
  readonly hash: string;
}

/** What the store knows of a person before a page is applied. */
export interface KnownPerson {
  /** As stored now; null where the page shows nothing but their newest form, so that nothing can differ. */
  readonly stored: MergedProfile | null;
  /** What calls opened before this one showed, merged; null where all of them were later, or as above. */
  readonly before: MergedProfile | null;
  /** Newest version among those, or null. */
  readonly newest: VersionReference | null;
  /** What calls opened after this one showed, oldest first. Empty but for a page applied late. */
  readonly later: readonly Observation[];
  /** The version in which the first of those later calls showed them, or null. */
  readonly next: VersionReference | null;
  /** Whether an earlier page of the same reading showed them. */
  readonly inReading: boolean;
}

export interface Observation {
  readonly profile: Profile;
  readonly detail: DetailFlags;
}

/** What a version itself says, beside its raw form, so that changes of job can be told in SQL. */
export interface VersionColumns {
  readonly currentTitle: string | null;
  readonly currentCompany: string | null;
  readonly openToWork: boolean | null;
}

export interface NewVersion extends VersionColumns {
  readonly profileId: string;
  readonly hash: string;
  readonly raw: string;
}

export interface Sighting {
  readonly position: number;
  readonly profileId: string;
  /** A stored version, or the place of a new one in `versions`. */
  readonly version: { readonly id: number } | { readonly place: number };
}

export interface PageCounts {
  readonly seen: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly suppressed: number;
  readonly newToReading: number;
}

/** Everything that applying a page writes. */
export interface PagePlan {
  readonly versions: readonly NewVersion[];
  /** Only people who are new or differ from what is stored. */
  readonly records: readonly MergedProfile[];
  readonly sightings: readonly Sighting[];
  readonly rejected: readonly Extract<ReceivedProfile, { kind: "rejected" }>[];
  readonly counts: PageCounts;
}

type Received = Extract<ReceivedProfile, { kind: "profile" }>;
/** A profile with the identity of its raw form. */
type Shown = Received & { readonly hash: string };
export type ShownProfile = Shown | Extract<ReceivedProfile, { kind: "rejected" }>;

/** The same text means more or less under other detail flags, so they are part of a version's identity. */
export function hashProfiles(received: readonly ReceivedProfile[], detail: DetailFlags): ShownProfile[] {
  const flags = `${Number(detail.experiences)}${Number(detail.educations)}`;
  return received.map((entry) =>
    entry.kind === "rejected"
      ? entry
      : {
          ...entry,
          hash: createHash("sha256")
            .update(flags + entry.raw)
            .digest("hex"),
        },
  );
}

/** What of a person is to be looked up before a page is applied. */
export interface PersonOnPage {
  readonly id: string;
  /** The only form in which the page shows them; null where it shows several. */
  readonly hash: string | null;
}

/** Everybody on a page once. */
export function peopleOn(shown: readonly ShownProfile[]): PersonOnPage[] {
  const readable = shown.filter((entry) => entry.kind === "profile");
  return [...groupById(readable)].map(([id, [first, ...rest]]) => ({
    id,
    hash: rest.every(({ hash }) => hash === first?.hash) ? (first?.hash ?? null) : null,
  }));
}

/**
 * Decides what a page changes.
 * @param received the page in its order; nobody suppressed among them
 * @param known by profile_id
 * @param suppressed how many of the page were left out
 */
export function planPage(
  received: readonly ShownProfile[],
  known: ReadonlyMap<string, KnownPerson>,
  detail: DetailFlags,
  suppressed: number,
): PagePlan {
  const rejected = received.filter((entry) => entry.kind === "rejected");
  const readable = received.filter((entry) => entry.kind === "profile");
  const versions: NewVersion[] = [];
  const people = [...groupById(readable)].map(([id, shown]) =>
    planPerson(shown, known.get(id), detail, versions),
  );
  const fresh = people.filter((person) => person.isNew).length;
  const changed = people.filter((person) => !person.isNew && person.record !== null).length;
  return {
    versions,
    records: people.flatMap((person) => person.record ?? []),
    sightings: people.flatMap((person) => person.sightings),
    rejected,
    counts: {
      seen: received.length + suppressed,
      new: fresh,
      changed,
      unchanged: readable.length - fresh - changed,
      rejected: rejected.length,
      suppressed,
      newToReading: people.filter((person) => person.isNewToReading).length,
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
  readonly record: MergedProfile | null;
  readonly sightings: readonly Sighting[];
  readonly isNew: boolean;
  readonly isNewToReading: boolean;
}

/** The order of observations decides, so that a page applied late is merged before what later calls showed. */
function planPerson(
  shown: readonly Shown[],
  known: KnownPerson | undefined,
  detail: DetailFlags,
  versions: NewVersion[],
): PersonPlan {
  let record = known?.before ?? null;
  let newest: { hash: string; version: Sighting["version"] } | null = known?.newest
    ? { hash: known.newest.hash, version: { id: known.newest.id } }
    : null;
  const sightings: Sighting[] = [];
  for (const [index, { profile, raw, position, hash }] of shown.entries()) {
    if (newest?.hash !== hash) {
      record = mergeProfile(record, profile, detail);
      // If the rest of the page shows what a call opened after this one has shown, both share one version, whichever page is
      // applied first.
      const isLast = shown.slice(index).every((rest) => rest.hash === hash);
      const next = isLast && known?.next?.hash === hash ? known.next : null;
      newest = { hash, version: next === null ? { place: versions.length } : { id: next.id } };
      if (next === null)
        versions.push({ profileId: profile.profileId, hash, raw, ...toVersionColumns(profile) });
    }
    sightings.push({ position, profileId: profile.profileId, version: newest.version });
  }
  for (const later of known?.later ?? []) record = mergeProfile(record, later.profile, later.detail);
  const stored = known?.stored ?? null;
  const isChanged = record !== null && (stored === null || !samePerson(stored, record));
  return {
    record: isChanged ? record : null,
    sightings,
    isNew: known === undefined,
    isNewToReading: known?.inReading !== true,
  };
}

/** What one answer said of job and openness, whatever was said before. */
export function toVersionColumns({ currentJob, openToWork }: Profile): VersionColumns {
  const { title = null, companyName = null } = currentJob ?? {};
  return { currentTitle: title, currentCompany: companyName, openToWork };
}

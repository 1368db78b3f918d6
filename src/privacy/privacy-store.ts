import type { MergedProfile } from "../people/merge.ts";
import type { PersonKey } from "../people/person-keys.ts";

/** Somebody stored, as lists show them. */
export interface PersonLine {
  readonly profileId: string;
  readonly fullName: string | null;
  readonly currentTitle: string | null;
  readonly currentCompany: string | null;
  readonly location: string | null;
  readonly linkedinUrl: string | null;
}

export interface PeopleFound {
  /** At most as many as were asked for. */
  readonly people: readonly PersonLine[];
  readonly more: boolean;
}

/** An export in which somebody was. */
export interface ExportedTo {
  readonly exportId: number;
  readonly destination: string;
  readonly format: string;
  readonly exportedAt: Date;
  /** Whether addresses and numbers were handed over too. */
  readonly contacts: boolean;
  /** Null: it was not taken back. */
  readonly undoneAt: Date | null;
  /** How many of those spoken of were in it. */
  readonly people: number;
}

/** One time that an answer showed somebody, and what that cost. */
export interface SightingLine {
  readonly seenAt: Date;
  readonly spec: string;
  readonly runId: number;
  readonly page: number;
  readonly position: number;
  readonly callId: number;
  /** The API's name for the call. */
  readonly requestId: string | null;
  /** An equal share of what the call cost; null: not known. */
  readonly credits: number | null;
  readonly versionId: number;
}

/** One raw form in which somebody was received. */
export interface VersionOfPerson {
  readonly versionId: number;
  readonly callId: number;
  readonly receivedAt: Date;
  /** JSON as the API sent it. */
  readonly raw: string;
  readonly experiencesDetailed: boolean;
  readonly educationsDetailed: boolean;
}

/** An entry of a page that could not be stored, and that speaks of somebody by a slug or an address. */
export interface RejectedProfile {
  readonly callId: number;
  readonly position: number;
  readonly path: string;
  readonly reason: string;
  readonly raw: string;
}

/** Everything held about one person. */
export interface PersonFile {
  readonly record: MergedProfile;
  readonly firstSeenAt: Date;
  readonly lastChangedAt: Date;
  /** A month after collection (Art. 14 GDPR). */
  readonly noticeDueAt: Date;
  readonly noticeSentAt: Date | null;
  /** Oldest call first. */
  readonly sightings: readonly SightingLine[];
  readonly forms: readonly VersionOfPerson[];
  readonly rejected: readonly RejectedProfile[];
  /** Calls whose raw answer is still held and shows them. */
  readonly bodies: readonly number[];
  readonly exports: readonly ExportedTo[];
}

export interface MatchedPerson extends PersonLine {
  /** What they share with what was asked for. */
  readonly why: PersonKey;
}

/** What an erasure would do. */
export interface ErasurePlan {
  /** What is suppressed: as asked, and everything else by which those found are known; phone numbers only as asked. */
  readonly keys: readonly PersonKey[];
  readonly people: readonly MatchedPerson[];
  /** People of the same name at the same company, who are not erased. */
  readonly duplicates: readonly PersonLine[];
  readonly exports: readonly ExportedTo[];
  /** Specs whose search or notes name somebody of these. */
  readonly specs: readonly string[];
  readonly held: ErasureCounts;
}

/** What is held of people, or was. */
export interface ErasureCounts {
  readonly people: number;
  readonly versions: number;
  readonly sightings: number;
  readonly contacts: number;
  readonly rejected: number;
  /** Raw answers with somebody of them in it. */
  readonly bodies: number;
}

export interface NoticeLine extends PersonLine {
  readonly emails: string | null;
  readonly collectedAt: Date;
  readonly dueAt: Date;
}

/** What is held about people, for those who answer for it. Every method may throw StoreUnavailable. */
export interface PrivacyStore {
  /** Whoever is known by one of the keys, else whoever has the text in their name. */
  find(keys: readonly PersonKey[], name: string): Promise<PeopleFound>;
  /** Null: nobody of that id is stored. */
  file(profileId: string): Promise<PersonFile | null>;
  /** What `forget` would do; changes nothing. */
  planErasure(keys: readonly PersonKey[]): Promise<ErasurePlan>;
  /** People who were not told yet that they are stored, the longest stored first, in batches. */
  notices(which: "due" | "all"): AsyncIterable<NoticeLine[]>;
  /** Notes that people were told; gives those of the ids that are stored. */
  markNotices(ids: readonly string[]): Promise<string[]>;
  /** Notes that everybody was told whose notice is due; gives how many. */
  markDueNotices(): Promise<number>;
}

/** Days for which things are kept. */
export interface RetentionRules {
  /** Since people were first collected; null: for ever. */
  readonly people: number | null;
  /** Raw answers and forms that could not be stored. */
  readonly raw: number;
}

/** What is past its time. */
export interface Overdue {
  readonly people: number;
  readonly bodies: number;
  readonly rejected: number;
  /** When the next person will be; null: nobody is stored, or people are kept for ever. */
  readonly nextPersonAt: Date | null;
}

/** One transaction's worth of deleting. */
export interface Purged {
  readonly people: number;
  readonly bodies: number;
  readonly rejected: number;
}

/** Deleting people. Each method is one transaction, so that storing people waits for one of them at the most. */
export interface ErasureStore {
  planErasure(keys: readonly PersonKey[]): Promise<ErasurePlan>;
  /** Erases whoever is known by the keys, and suppresses the keys. Gives what was erased and where it had been exported. */
  erase(keys: readonly PersonKey[]): Promise<{ erased: ErasureCounts; exports: readonly ExportedTo[] }>;
  /** Has the database forget the samples of values by which it plans queries. */
  refreshStatistics(): Promise<void>;
  overdue(rules: RetentionRules): Promise<Overdue>;
  /** Deletes some raw answers and rejected forms that are past their time; nothing: there are none left. */
  purgeRaw(rules: RetentionRules): Promise<Purged>;
  /** Deletes some people who are past their time, with everything of theirs; nothing: there are none left. */
  purgePeople(rules: RetentionRules): Promise<Purged>;
  /** Keys of some stored people who are suppressed, such as after a backup was restored; empty: there are none left. */
  suppressedButStored(): Promise<PersonKey[]>;
  /** Whether this login may delete people; the writer's may not. */
  mayPurge(): Promise<boolean>;
  /** True for one process of all that ask within a day. */
  claimPurge(): Promise<boolean>;
}

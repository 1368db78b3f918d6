import type { SearchParameters } from "../specs/spec.ts";
import { canonicalJson } from "../values/json.ts";
import { sameJson } from "../values/same-json.ts";
import { isAnotherPerson } from "./career/another-person.ts";
import { currentJobIn, type Job } from "./career/current-job.ts";
import { type Contact, contactKey, refineContact } from "./contacts.ts";
import type { MergedProfile } from "./merged-profile.ts";
import type { Profile } from "./profile.ts";
import { joinName } from "./profile-name.ts";

/** The lists that the search asked for in detail (`detailed_experience`, `detailed_education`). */
export interface DetailFlags {
  readonly experiences: boolean;
  readonly educations: boolean;
}

/** How a version was received. */
export interface Receipt extends DetailFlags {
  /** The day of the answer (UTC), such as 2026-11-29: it decides which jobs are held. */
  readonly receivedOn: string;
}

/** @param search the parameters of a search */
export function detailFlagsOf(search: SearchParameters): DetailFlags {
  return {
    experiences: search.detailed_experience ?? false,
    educations: search.detailed_education ?? false,
  };
}

/**
 * Merges a newer version into a stored person. The last write wins field by field; a value that the newer version leaves
 * out or leaves empty stays, unless it shows another person. Merging the same version again changes nothing.
 * @param stored null for a person who is new
 */
export function mergeProfile(
  stored: MergedProfile | null,
  incoming: Profile,
  receipt: Receipt,
): MergedProfile {
  const old = stored === null || isAnotherPerson(stored, incoming) ? startAgain(incoming, stored) : stored;
  const experiences = newerList(
    old.experiences,
    old.experiencesDetailed,
    incoming.experiences,
    receipt.experiences,
  );
  const educations = newerList(
    old.educations,
    old.educationsDetailed,
    incoming.educations,
    receipt.educations,
  );
  const skills = incoming.skills ?? [];
  const hasUrl = incoming.linkedinUrl !== null;
  return {
    profileId: old.profileId,
    ...mergeName(old, incoming),
    headline: incoming.headline ?? old.headline,
    location: incoming.location ?? old.location,
    linkedinUrl: incoming.linkedinUrl ?? old.linkedinUrl,
    linkedinSlug: hasUrl ? incoming.linkedinSlug : old.linkedinSlug,
    summary: incoming.summary ?? old.summary,
    ...mergeJob(old, incoming, receipt, experiences.isNewer),
    skills: skills.length > 0 ? skills : old.skills,
    experiences: experiences.list,
    experiencesDetailed: experiences.detailed,
    educations: educations.list,
    educationsDetailed: educations.detailed,
    openToWork: incoming.openToWork ?? old.openToWork,
    contacts: mergeContacts(old.contacts, incoming.contacts),
  };
}

/** Returns whether two merged profiles are equal. The order of an object's keys and the order of contacts do not count. */
export function samePerson(a: MergedProfile, b: MergedProfile): boolean {
  return sameJson({ ...a, contacts: null }, { ...b, contacts: null }) && sameContacts(a.contacts, b.contacts);
}

/**
 * Builds a person from all their versions.
 * @param versions oldest first; at least one
 */
export function mergeVersions(
  versions: readonly { readonly profile: Profile; readonly detail: Receipt }[],
): MergedProfile {
  const [first, ...rest] = versions;
  if (first === undefined) throw new RangeError("a person is made of at least one version");
  return rest.reduce(
    (merged, { profile, detail }) => mergeProfile(merged, profile, detail),
    mergeProfile(null, first.profile, first.detail),
  );
}

function emptyProfile(profileId: string): MergedProfile {
  const empty = { firstName: null, lastName: null, fullName: null, headline: null, location: null };
  const unlinked = {
    linkedinUrl: null,
    linkedinSlug: null,
    summary: null,
    currentTitle: null,
    currentCompany: null,
  };
  const lists = { skills: [], experiences: [], educations: [], contacts: [] };
  const flags = { experiencesDetailed: false, educationsDetailed: false, openToWork: null };
  return { profileId, ...empty, ...unlinked, ...lists, ...flags };
}

/** Nothing of the person whom the id named before is said of the one whom it names now; their contacts are only kept. */
function startAgain(incoming: Profile, former: MergedProfile | null): MergedProfile {
  const contacts = (former?.contacts ?? []).map((contact) => ({ ...contact, formerPerson: true as const }));
  return { ...emptyProfile(incoming.profileId), contacts };
}

/** A full name derived from half a name must not replace a full one: the merged halves are joined again instead. */
function mergeName(old: MergedProfile, incoming: Profile) {
  const firstName = incoming.firstName ?? old.firstName;
  const lastName = incoming.lastName ?? old.lastName;
  const isPartial = (incoming.firstName === null) !== (incoming.lastName === null);
  const isDerived = incoming.fullName === joinName(incoming.firstName, incoming.lastName);
  const said =
    isPartial && isDerived && incoming.fullName !== null ? joinName(firstName, lastName) : incoming.fullName;
  return { firstName, lastName, fullName: said ?? old.fullName };
}

/** Title and company are replaced together: a new title is never combined with an old company. */
function mergeJob(old: MergedProfile, incoming: Profile, { receivedOn }: Receipt, isNewerList: boolean) {
  const known = { title: old.currentTitle, companyName: old.currentCompany };
  const job = jobShown(incoming, receivedOn, known);
  if (job !== null) return { currentTitle: job.title, currentCompany: job.companyName };
  return isNewerList
    ? { currentTitle: null, currentCompany: null }
    : { currentTitle: old.currentTitle, currentCompany: old.currentCompany };
}

/**
 * Returns the job that one answer shows as held: its `current_job`, else the one in its list; null if it shows none.
 * @param known the job as it is stored
 */
export function jobShown({ currentJob, experiences }: Profile, receivedOn: string, known: Job): Job | null {
  return currentJob ?? currentJobIn(experiences ?? [], receivedOn, known);
}

/** A detailed list is never replaced by one from a search that asked for no detail. */
function newerList<Entry>(
  old: readonly Entry[],
  oldDetailed: boolean,
  incoming: readonly Entry[] | null,
  detailed: boolean,
): { list: readonly Entry[]; detailed: boolean; isNewer: boolean } {
  const isNewer = incoming !== null && incoming.length > 0 && (detailed || !oldDetailed);
  return isNewer ? { list: incoming, detailed, isNewer } : { list: old, detailed: oldDetailed, isNewer };
}

/** A merge never removes a contact, not even one of two stored spellings, because buying has no right to delete. */
function mergeContacts(old: readonly Contact[], incoming: readonly Contact[]): Contact[] {
  const newer = new Map<string, Contact>();
  for (const contact of incoming) {
    const known = newer.get(contactKey(contact));
    newer.set(contactKey(contact), known === undefined ? contact : refineContact(known, contact));
  }
  const keys = new Set(old.map(contactKey));
  const kept = old.map((contact) => {
    const shown = newer.get(contactKey(contact));
    return shown === undefined ? contact : refineContact(contact, shown);
  });
  return [...kept, ...[...newer].filter(([key]) => !keys.has(key)).map(([, contact]) => contact)];
}

function sameContacts(a: readonly Contact[], b: readonly Contact[]): boolean {
  const sorted = (contacts: readonly Contact[]) => contacts.map((contact) => canonicalJson(contact)).sort();
  return a.length === b.length && sameJson(sorted(a), sorted(b));
}

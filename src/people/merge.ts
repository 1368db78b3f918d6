import type { SearchParameters } from "../specs/spec.ts";
import { canonicalJson } from "../values/json.ts";
import { sameJson } from "../values/same-json.ts";
import { type Contact, contactKey, refineContact } from "./contacts.ts";
import type { Education, Experience, Profile } from "./profile.ts";
import { joinName } from "./profile-name.ts";

/** The lists that the search asked for in detail (`detailed_experience`, `detailed_education`). */
export interface DetailFlags {
  readonly experiences: boolean;
  readonly educations: boolean;
}

/** @param search the parameters of a search */
export function detailFlagsOf(search: SearchParameters): DetailFlags {
  return {
    experiences: search.detailed_experience ?? false,
    educations: search.detailed_education ?? false,
  };
}

/** A person as stored: the merge of all their versions, in which the last write wins field by field. */
export interface MergedProfile {
  readonly profileId: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly fullName: string | null;
  readonly headline: string | null;
  readonly location: string | null;
  readonly linkedinUrl: string | null;
  readonly linkedinSlug: string | null;
  readonly summary: string | null;
  readonly currentTitle: string | null;
  readonly currentCompany: string | null;
  readonly skills: readonly string[];
  readonly experiences: readonly Experience[];
  readonly educations: readonly Education[];
  readonly experiencesDetailed: boolean;
  readonly educationsDetailed: boolean;
  readonly openToWork: boolean | null;
  readonly contacts: readonly Contact[];
}

/**
 * Merges a newer version into a stored person. The last write wins field by field; a value that the newer version leaves
 * out or leaves empty stays. Merging the same version again changes nothing.
 * @param stored null for a person who is new
 * @param detail what the search of the newer version asked for
 */
export function mergeProfile(
  stored: MergedProfile | null,
  incoming: Profile,
  detail: DetailFlags,
): MergedProfile {
  const old = stored ?? emptyProfile(incoming.profileId);
  const experiences = newerList(
    old.experiences,
    old.experiencesDetailed,
    incoming.experiences,
    detail.experiences,
  );
  const educations = newerList(
    old.educations,
    old.educationsDetailed,
    incoming.educations,
    detail.educations,
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
    ...mergeJob(old, incoming, experiences.isNewer),
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
  versions: readonly { readonly profile: Profile; readonly detail: DetailFlags }[],
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
function mergeJob(old: MergedProfile, incoming: Profile, hasNewerExperiences: boolean) {
  const job = incoming.currentJob;
  if (job !== null) return { currentTitle: job.title, currentCompany: job.companyName };
  const hasEnded = hasNewerExperiences && !(incoming.experiences ?? []).some(isCurrent);
  return hasEnded
    ? { currentTitle: null, currentCompany: null }
    : { currentTitle: old.currentTitle, currentCompany: old.currentCompany };
}

function isCurrent({ isCurrent: said, endDate }: Experience): boolean {
  return said ?? endDate === null;
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
  const kept = old.map((contact) => refineContact(contact, newer.get(contactKey(contact)) ?? contact));
  return [...kept, ...[...newer].filter(([key]) => !keys.has(key)).map(([, contact]) => contact)];
}

function sameContacts(a: readonly Contact[], b: readonly Contact[]): boolean {
  const sorted = (contacts: readonly Contact[]) => contacts.map((contact) => canonicalJson(contact)).sort();
  return a.length === b.length && sameJson(sorted(a), sorted(b));
}

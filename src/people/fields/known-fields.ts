import { EDUCATION_FIELDS } from "../profile-education.ts";
import { EXPERIENCE_FIELDS } from "../profile-experience.ts";
import { CONTACT_NAMES } from "./contact-fields.ts";

/** The fields that the program reads of an object, or of the objects of a list; `leaf`: a value without fields of its own. */
export type KnownFields = ReadonlyMap<string, KnownFields> | "leaf";

const leaves = (names: Iterable<string>): [string, KnownFields][] => [...names].map((name) => [name, "leaf"]);

/** What an entry of contacts may hold, in all its shapes: a value with its type and status, or a map by types of those. */
const CONTACT_VALUE: ReadonlyMap<string, KnownFields> = new Map(leaves(CONTACT_NAMES.entry));
const CONTACT_ENTRY: ReadonlyMap<string, KnownFields> = new Map([
  ...CONTACT_VALUE,
  ...CONTACT_NAMES.types.map((name) => [name, CONTACT_VALUE] as const),
]);
const CONTACT_FIELDS: readonly [string, KnownFields][] = [
  ...CONTACT_NAMES.fields.map((name): [string, KnownFields] => [name, CONTACT_ENTRY]),
  ...leaves(CONTACT_NAMES.statuses),
];
const CONTACT_HOLDER: ReadonlyMap<string, KnownFields> = new Map([...CONTACT_ENTRY, ...CONTACT_FIELDS]);

/** A profile, as `parseProfile` reads it. */
export const PROFILE_FIELDS: ReadonlyMap<string, KnownFields> = new Map<string, KnownFields>([
  ...leaves(["profile_id", "first_name", "last_name", "full_name", "headline", "location", "linkedin_url"]),
  ...leaves(["summary", "skills", "open_to_work"]),
  ["current_job", new Map(leaves(["title", "company_name"]))],
  ["experiences", new Map(leaves(EXPERIENCE_FIELDS))],
  ["educations", new Map(leaves(EDUCATION_FIELDS))],
  ...CONTACT_FIELDS,
  ...CONTACT_NAMES.holders.map((name): [string, KnownFields] => [name, CONTACT_HOLDER]),
]);

import { isPlainObject } from "../../values/json.ts";
import { sanitizeText } from "../../values/text.ts";
import { type Profile, parseProfile, type ReceivedProfile } from "../profile.ts";
import { toEmailAddresses, toEmailKey } from "./email-address.ts";
import { slugOfId, toLinkedinSlug } from "./linkedin-slug.ts";
import { looksLikePhone, toPhoneKey } from "./phone-number.ts";
import { toPlainText } from "./written-text.ts";

export const PERSON_KEY_KINDS = ["profile_id", "linkedin_slug", "email", "phone"] as const;

/** One thing by which a person is known, in the one form that all its spellings share. */
export interface PersonKey {
  readonly kind: (typeof PERSON_KEY_KINDS)[number];
  /** An id as the API says it, a slug, an address with its domain in ASCII, or digits with a leading + where there was one. */
  readonly value: string;
}

/** The API refuses longer ids. */
const MAX_ID_LENGTH = 255;
/** Replaces an id that cannot be read, so that the rest of the profile can be. */
const NO_ID = "none";

/** Returns a key as one text; two keys are equal if these texts are. */
export function keyText({ kind, value }: PersonKey): string {
  return `${kind}\0${value}`;
}

/** Returns a function that tells whether any key of a person is among these. */
export function makeKeyMatcher(keys: readonly PersonKey[]): (theirs: readonly PersonKey[]) => boolean {
  const known = new Set(keys.map(keyText));
  return (theirs) => theirs.some((key) => known.has(keyText(key)));
}

/** Returns each key once. */
export function uniqueKeys(keys: readonly PersonKey[]): PersonKey[] {
  return [...new Map(keys.map((key) => [keyText(key), key])).values()];
}

/** Returns the keys of an id: the id as it is, and the LinkedIn name that it is or contains. */
export function keysOfId(profileId: string): PersonKey[] {
  return [{ kind: "profile_id", value: profileId }, ...toSlugKeys(slugOfId(profileId))];
}

/** Returns every key by which a person is known. */
export function keysOfPerson(person: Pick<Profile, "profileId" | "linkedinSlug" | "contacts">): PersonKey[] {
  return uniqueKeys([...keysOfId(person.profileId), ...keysBesideId(person)]);
}

/** Returns the keys of an entry of a page. An entry without a usable id is recognised by its other keys. */
export function keysOfEntry(entry: ReceivedProfile): PersonKey[] {
  if (entry.kind === "profile") return keysOfPerson(entry.profile);
  const raw: unknown = JSON.parse(entry.raw);
  const read = isPlainObject(raw) ? parseProfile({ ...raw, profile_id: NO_ID }, entry.position) : entry;
  return read.kind === "rejected" ? [] : uniqueKeys(keysBesideId(read.profile));
}

/**
 * Reads the text that a user typed to name a person: an id, a LinkedIn address, an e-mail address or a phone number. A row
 * of digits may be an id as well as a number and gives both. A text that is none of these gives no keys, and so does a single
 * word of letters, which may be a name.
 */
export function readPersonKeys(typed: string): PersonKey[] {
  const text = toPlainText(sanitizeText(typed));
  const slug = toLinkedinSlug(text) ?? (/^@\S/u.test(text) ? slugOfId(text.slice(1)) : null);
  if (slug !== null) return toSlugKeys(slug);
  const [email, ...others] = toEmailAddresses(text);
  if (email !== undefined) return others.length > 0 ? [] : [{ kind: "email", value: toEmailKey(email) }];
  const number = looksLikePhone(text) ? toPhoneKey(text) : null;
  return [
    ...(number === null ? [] : [{ kind: "phone" as const, value: number }]),
    ...(looksLikeId(text) ? keysOfId(sanitizeText(typed)) : []),
  ];
}

function keysBesideId({ linkedinSlug, contacts }: Pick<Profile, "linkedinSlug" | "contacts">): PersonKey[] {
  const ofContacts = contacts.flatMap(({ kind, value }): PersonKey[] => {
    if (kind === "email") return toEmailAddresses(value).map((email) => ({ kind, value: toEmailKey(email) }));
    const number = toPhoneKey(value);
    return number === null ? [] : [{ kind, value: number }];
  });
  return [...toSlugKeys(linkedinSlug), ...ofContacts];
}

function toSlugKeys(slug: string | null): PersonKey[] {
  return slug === null ? [] : [{ kind: "linkedin_slug", value: slug }];
}

/** Ids of other forms have to be marked as such by the user. */
function looksLikeId(text: string): boolean {
  const isWord = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*$/u.test(text) && !/^[\p{L}\p{M}]+$/u.test(text);
  return isWord && text.length <= MAX_ID_LENGTH;
}

import { cleanText } from "../values/clean-text.ts";
import { isPlainObject } from "../values/json.ts";
import { toLinkedinSlug } from "./linkedin-slug.ts";
import { type Profile, parseProfile, type ReceivedProfile } from "./profile.ts";

export const PERSON_KEY_KINDS = ["profile_id", "linkedin_slug", "email", "phone"] as const;

/** One thing by which a person is known. */
export interface PersonKey {
  readonly kind: (typeof PERSON_KEY_KINDS)[number];
  /** An id as the API says it, a slug, an address in lower case, or digits with a leading + where there was one. */
  readonly value: string;
}

/** Longer than any id of the API, which refuses more. */
const LONGEST_ID = 255;
/** Fewer digits are a fragment, which many people share. */
const LEAST_DIGITS = 6;
/** Stands for an id that cannot be read, so that the rest can. */
const NO_ID = "none";

/** A key as one text; two keys are one where these are. */
export function keyText({ kind, value }: PersonKey): string {
  return `${kind}\0${value}`;
}

/** Returns a function that tells whether any key of a person is among these. */
export function makeKeyMatcher(keys: readonly PersonKey[]): (theirs: readonly PersonKey[]) => boolean {
  const known = new Set(keys.map(keyText));
  return (theirs) => theirs.some((key) => known.has(keyText(key)));
}

/** A phone number however it was punctuated: digits, with + for the international prefix; null where it is none. */
export function toPhoneKey(number: string): string | null {
  const written = number
    .normalize("NFKC")
    .replace(/\(0\)/gu, "")
    .replace(/[^\d+]/gu, "");
  const digits = written.replace(/\+/gu, "");
  if (digits.length < LEAST_DIGITS) return null;
  if (written.startsWith("+")) return `+${digits}`;
  return digits.startsWith("00") ? `+${digits.slice(2)}` : digits;
}

/** Everything by which a person is known. */
export function keysOfPerson(person: Pick<Profile, "profileId" | "linkedinSlug" | "contacts">): PersonKey[] {
  const reach = person.contacts.flatMap(({ kind, value }): PersonKey[] => {
    if (kind === "email") return [{ kind, value }];
    const number = toPhoneKey(value);
    return number === null ? [] : [{ kind, value: number }];
  });
  return [
    { kind: "profile_id", value: person.profileId },
    ...(person.linkedinSlug === null ? [] : [{ kind: "linkedin_slug" as const, value: person.linkedinSlug }]),
    ...reach,
  ];
}

/** What an entry of a page can be recognised by; one without a usable id by everything else all the same. */
export function keysOfEntry(entry: ReceivedProfile): PersonKey[] {
  if (entry.kind === "profile") return keysOfPerson(entry.profile);
  const raw: unknown = JSON.parse(entry.raw);
  const read = isPlainObject(raw) ? parseProfile({ ...raw, profile_id: NO_ID }, entry.position) : entry;
  if (read.kind === "rejected") return [];
  return keysOfPerson(read.profile).filter(({ kind }) => kind !== "profile_id");
}

/**
 * Reads what somebody typed to name a person: an id, a LinkedIn address, an e-mail address or a phone number. A row of
 * digits may be an id as well as a number and gives both; what is none of these, such as a name of two words, gives none.
 */
export function readPersonKeys(typed: string): PersonKey[] {
  const text = cleanText(typed);
  const slug = toLinkedinSlug(
    /^\/?in\/[^/\s]+\/?$/iu.test(text) ? `linkedin.com/${text.replace(/^\//u, "")}` : text,
  );
  if (slug !== null) return [{ kind: "linkedin_slug", value: slug }];
  if (/^[^\s@/]+@[^\s@/]+$/u.test(text)) return [{ kind: "email", value: text.toLowerCase() }];
  const number = /^\+?[\d\s().\-/]+$/u.test(text) ? toPhoneKey(text) : null;
  const isId =
    text !== "" && text.length <= LONGEST_ID && !/^[+(]|\s|:\/\/|^www\.|linkedin\.com\//iu.test(text);
  return [
    ...(number === null ? [] : [{ kind: "phone" as const, value: number }]),
    ...(isId ? [{ kind: "profile_id" as const, value: text }] : []),
  ];
}

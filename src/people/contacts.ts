import { cleanText } from "../values/clean-text.ts";
import { isPlainObject } from "../values/json.ts";
import {
  entryOf,
  type FieldPlace,
  noteWrongType,
  ownField,
  placeOf,
  type RawObject,
  toText,
} from "./profile-fields.ts";

/** One way to reach a person. */
export interface Contact {
  readonly kind: "email" | "phone";
  /** An e-mail address in lower case, or a phone number as it was written. */
  readonly value: string;
  /** Null if the answer does not say. */
  readonly type: "work" | "personal" | null;
  /** The API's own word, such as `verified`, or null. */
  readonly status: string | null;
}

interface ContactField {
  readonly name: string;
  readonly kind: Contact["kind"];
  readonly type: Contact["type"];
  /** Name of the field next to this one that holds the status of all its entries. */
  readonly status: string;
}

const field = (name: string, kind: Contact["kind"], type: Contact["type"], status: string): ContactField => ({
  name,
  kind,
  type,
  status,
});

/**
 * The API's reference page mentions contacts and shows no example, so every plausible name is read (all inferred). Names
 * that tell the type come first, because the same address may appear under a general name too.
 */
const FIELDS: readonly ContactField[] = [
  field("work_emails", "email", "work", "work_email_status"),
  field("work_email", "email", "work", "work_email_status"),
  field("professional_emails", "email", "work", "professional_email_status"),
  field("professional_email", "email", "work", "professional_email_status"),
  field("personal_emails", "email", "personal", "personal_email_status"),
  field("personal_email", "email", "personal", "personal_email_status"),
  field("emails", "email", null, "email_status"),
  field("email", "email", null, "email_status"),
  field("work_phones", "phone", "work", "work_phone_status"),
  field("work_phone", "phone", "work", "work_phone_status"),
  field("personal_phones", "phone", "personal", "personal_phone_status"),
  field("personal_phone", "phone", "personal", "personal_phone_status"),
  field("phones", "phone", null, "phone_status"),
  field("phone", "phone", null, "phone_status"),
  field("phone_numbers", "phone", null, "phone_status"),
  field("phone_number", "phone", null, "phone_status"),
  field("mobile_phone", "phone", null, "phone_status"),
];

/** Objects of a profile that may hold these fields, in addition to the profile itself. */
const HOLDERS = ["contact_info", "contact", "contacts"];
const VALUE_NAMES = {
  email: ["email", "address", "email_address", "value"],
  phone: ["phone", "number", "phone_number", "value"],
} as const;
const STATUS_NAMES = ["status", "verification_status", "email_status", "phone_status"];
const TYPES: ReadonlyMap<string, Contact["type"]> = new Map([
  ["work", "work"],
  ["work_email", "work"],
  ["professional", "work"],
  ["business", "work"],
  ["corporate", "work"],
  ["company", "work"],
  ["office", "work"],
  ["personal", "personal"],
  ["personal_email", "personal"],
  ["private", "personal"],
  ["home", "personal"],
]);
/** The limit is longer than any address (at most 254 characters) or number, and short enough for an index. */
const LONGEST_VALUE = 320;

/** Two contacts with the same key are the same contact: punctuation of a phone number does not count. */
export function contactKey({ kind, value }: Contact): string {
  return `${kind}:${kind === "email" ? value : value.replace(/[^\d+]/gu, "")}`;
}

/** Merges two contacts with the same key: type and status come from `newer`, or from `older` if `newer` has none. */
export function refineContact(older: Contact, newer: Contact): Contact {
  return { ...older, type: newer.type ?? older.type, status: newer.status ?? older.status };
}

function toValue(raw: unknown, kind: Contact["kind"], place: FieldPlace): string | null {
  const isNumber = kind === "phone" && Number.isSafeInteger(raw);
  const text = toText(isNumber ? String(raw) : raw, place);
  if (text === null) return null;
  const value = kind === "email" ? text.toLowerCase() : text.replace(/\s+/gu, " ");
  const fits = kind === "email" ? /^[^\s@]+@[^\s@]+$/u.test(value) : /\d/u.test(value);
  if (fits && value.length <= LONGEST_VALUE) return value;
  place.notes.add(place.path, fits ? "too long" : kind === "email" ? "no e-mail address" : "no phone number");
  return null;
}

function firstField(source: RawObject, names: readonly string[]): string | undefined {
  return names.find((name) => (ownField(source, name) ?? null) !== null);
}

function toContact(
  raw: unknown,
  from: ContactField,
  status: string | null,
  place: FieldPlace,
): Contact | null {
  const { kind } = from;
  if (!isPlainObject(raw)) {
    const value = toValue(raw, kind, place);
    return value === null ? null : { kind, value, type: from.type, status };
  }
  const name = firstField(raw, VALUE_NAMES[kind]);
  if (name === undefined) {
    place.notes.add(place.path, `an object without ${kind === "email" ? "an address" : "a number"}`);
    return null;
  }
  const value = toValue(ownField(raw, name), kind, placeOf(place, name));
  if (value === null) return null;
  const statusName = firstField(raw, STATUS_NAMES);
  const ownStatus = statusName && toText(ownField(raw, statusName), placeOf(place, statusName));
  const said = toText(ownField(raw, "type"), placeOf(place, "type"));
  return {
    kind,
    value,
    type: TYPES.get(said?.toLowerCase() ?? "") ?? from.type,
    status: ownStatus || status,
  };
}

function readField(source: RawObject, from: ContactField, place: FieldPlace): (Contact | null)[] {
  const raw = ownField(source, from.name);
  if (raw === undefined || raw === null) return [];
  const statusRaw = ownField(source, from.status);
  const status = typeof statusRaw === "string" ? cleanText(statusRaw) || null : null;
  const here = placeOf(place, from.name);
  if (!Array.isArray(raw)) return [toContact(raw, from, status, here)];
  return raw.map((entry, index) =>
    entry === null ? null : toContact(entry, from, status, entryOf(here, index)),
  );
}

/** Reads an object of contact fields. A value of another type is left out and noted. */
function readHolder(profile: RawObject, name: string, place: FieldPlace): (Contact | null)[] {
  const raw = ownField(profile, name);
  if (raw === undefined || raw === null) return [];
  const here = placeOf(place, name);
  if (isPlainObject(raw)) return FIELDS.flatMap((from) => readField(raw, from, here));
  noteWrongType(raw, "an object", here);
  return [];
}

/**
 * Returns the contacts in a profile, each address and number once. An address or number may be a text, an object with its
 * type and status, or a list of either, in the profile itself or in `contact_info`.
 */
export function toContacts(profile: RawObject, place: FieldPlace): Contact[] {
  const found = [
    ...HOLDERS.flatMap((name) => readHolder(profile, name, place)),
    ...FIELDS.flatMap((from) => readField(profile, from, place)),
  ];
  const contacts = new Map<string, Contact>();
  for (const contact of found) {
    if (contact === null) continue;
    const known = contacts.get(contactKey(contact));
    // The fields read first have names that tell the type, so a later one only fills in what is missing.
    contacts.set(
      contactKey(contact),
      known === undefined ? contact : { ...refineContact(contact, known), value: known.value },
    );
  }
  return [...contacts.values()];
}

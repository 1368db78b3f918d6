import { isPlainObject, type PlainObject } from "../values/json.ts";
import { sanitizeText } from "../values/text.ts";
import {
  CONTACT_FIELDS,
  CONTACT_HOLDERS,
  CONTACT_KINDS,
  CONTACT_STATUS_NAMES,
  CONTACT_TYPES,
  CONTACT_VALUE_NAMES,
  type Contact,
  type ContactField,
  GENERAL_CONTACT_FIELDS,
} from "./fields/contact-fields.ts";
import { toEmailAddresses, toEmailKey } from "./identity/email-address.ts";
import { foldDigits, hasDigit, phoneText, toPhoneKey } from "./identity/phone-number.ts";
import { entryOf, type FieldPlace, noteWrongType, ownField, placeOf, toText } from "./profile-fields.ts";
import { kindOf } from "./profile-notes.ts";

export type { Contact } from "./fields/contact-fields.ts";

/** The limit is longer than any address (at most 254 characters) or number, and short enough for an index. */
const MAX_VALUE_LENGTH = 320;

/** Two contacts with the same key are the same contact: spelling of an address and punctuation of a number do not count. */
export function contactKey({ kind, value }: Contact): string {
  return `${kind}:${kind === "email" ? toEmailKey(value) : phoneText(value)}`;
}

/** Merges two contacts with the same key: type and status come from `newer`, or from `older` if `newer` has none. */
export function refineContact(older: Contact, newer: Contact): Contact {
  const { kind, value } = older;
  return { kind, value, type: newer.type ?? older.type, status: newer.status ?? older.status };
}

/** Returns the addresses or the number in a value; of e-mail addresses one field may hold several. */
function toValues(raw: unknown, kind: Contact["kind"], place: FieldPlace): string[] {
  const isNumber = kind === "phone" && Number.isSafeInteger(raw);
  const text = toText(isNumber ? String(raw) : raw, place);
  if (text === null) return [];
  const found =
    kind === "email"
      ? toEmailAddresses(text)
      : hasDigit(text)
        ? [foldDigits(text).replace(/\s+/gu, " ")]
        : [];
  const values = found.filter((value) => value.length <= MAX_VALUE_LENGTH);
  if (found.length === 0)
    place.notes.add(place.path, kind === "email" ? "no e-mail address" : "no phone number");
  else if (values.length < found.length) place.notes.add(place.path, "too long");
  return values;
}

function firstField(source: PlainObject, names: readonly string[]): string | undefined {
  return names.find((name) => (ownField(source, name) ?? null) !== null);
}

function toEntryContacts(
  raw: unknown,
  from: ContactField,
  status: string | null,
  place: FieldPlace,
): Contact[] {
  const { kind } = from;
  if (!isPlainObject(raw))
    return toValues(raw, kind, place).map((value) => ({ kind, value, type: from.type, status }));
  const name = firstField(raw, CONTACT_VALUE_NAMES[kind]);
  if (name === undefined) return readMap(raw, from, status, place);
  const values = toValues(ownField(raw, name), kind, placeOf(place, name));
  if (values.length === 0) return [];
  const statusName = firstField(raw, CONTACT_STATUS_NAMES);
  const ownStatus = statusName && toText(ownField(raw, statusName), placeOf(place, statusName));
  const said = toText(ownField(raw, "type"), placeOf(place, "type"));
  const type = typeOf(said) ?? from.type;
  return values.map((value) => ({ kind, value, type, status: ownStatus || status }));
}

function typeOf(said: string | null): Contact["type"] | undefined {
  return CONTACT_TYPES.get(said?.toLowerCase() ?? "");
}

/** Reads an object whose keys are types, such as `{"work": "a@b.example"}`, each with one contact or a list of them. */
function readMap(raw: PlainObject, from: ContactField, status: string | null, place: FieldPlace): Contact[] {
  const types = Object.keys(raw).filter((key) => CONTACT_TYPES.has(key.toLowerCase()));
  if (types.length === 0) {
    place.notes.add(place.path, `an object without ${from.kind === "email" ? "an address" : "a number"}`);
    return [];
  }
  return types.flatMap((key) => {
    const field = { ...from, type: typeOf(key) ?? from.type };
    const value = ownField(raw, key);
    const entries = Array.isArray(value) ? value : [value];
    const here = placeOf(place, key);
    return entries.flatMap((entry) => {
      if (entry === null || entry === undefined) return [];
      const isRead = typeof entry === "string" || typeof entry === "number" || hasValue(entry, from.kind);
      if (!isRead)
        place.notes.add(
          here.path,
          `${kindOf(entry)} without ${from.kind === "email" ? "an address" : "a number"}`,
        );
      return isRead ? toEntryContacts(entry, field, status, here) : [];
    });
  });
}

function hasValue(entry: unknown, kind: Contact["kind"]): boolean {
  return isPlainObject(entry) && firstField(entry, CONTACT_VALUE_NAMES[kind]) !== undefined;
}

function readField(source: PlainObject, from: ContactField, place: FieldPlace): Contact[] {
  const raw = ownField(source, from.name);
  if (raw === undefined || raw === null) return [];
  const statusRaw = ownField(source, from.status);
  const status = typeof statusRaw === "string" ? sanitizeText(statusRaw) || null : null;
  const here = placeOf(place, from.name);
  if (!Array.isArray(raw)) return toEntryContacts(raw, from, status, here);
  return raw.flatMap((entry, index) =>
    entry === null ? [] : toEntryContacts(entry, from, status, entryOf(here, index)),
  );
}

/** Reads an object of contact fields, or a list of them and of contacts. A value of another type is left out and noted. */
function readHolder(profile: PlainObject, name: string, place: FieldPlace): Contact[] {
  const raw = ownField(profile, name);
  if (raw === undefined || raw === null) return [];
  const here = placeOf(place, name);
  if (isPlainObject(raw)) return CONTACT_FIELDS.flatMap((from) => readField(raw, from, here));
  if (Array.isArray(raw)) return raw.flatMap((entry, index) => readListed(entry, entryOf(here, index)));
  noteWrongType(raw, "an object", here);
  return [];
}

/** Reads one entry of a list of contacts: a text, contact fields, or a value with the kind of contact that it is. */
function readListed(raw: unknown, place: FieldPlace): Contact[] {
  if (raw === null) return [];
  if (!isPlainObject(raw)) return readUnnamed(raw, raw, place);
  const named = CONTACT_FIELDS.flatMap((from) => readField(raw, from, place));
  if (named.length > 0) {
    const type = typeOf(toText(ownField(raw, "type"), placeOf(place, "type")));
    const status = toText(ownField(raw, "status"), placeOf(place, "status"));
    return named.map((contact) => ({
      ...contact,
      type: type ?? contact.type,
      status: contact.status ?? status,
    }));
  }
  const said = ["kind", "type", "label", "channel"].map((name) => ownField(raw, name));
  const kind = said
    .map((word) => CONTACT_KINDS.get(String(word).toLowerCase()))
    .find((known) => known !== undefined);
  const value = ownField(
    raw,
    firstField(raw, CONTACT_VALUE_NAMES.email) ?? firstField(raw, CONTACT_VALUE_NAMES.phone) ?? "value",
  );
  const type = said.map((word) => typeOf(String(word))).find((known) => known !== undefined);
  const entry = { ...raw, type: type ?? null };
  return kind === undefined
    ? readUnnamed(entry, value, place)
    : toEntryContacts(entry, GENERAL_CONTACT_FIELDS[kind], null, place);
}

/** Reads an entry without a word for its kind: the value must look like an address or have the digits of a number. */
function readUnnamed(entry: unknown, value: unknown, place: FieldPlace): Contact[] {
  if (typeof value === "string" && value.includes("@"))
    return toEntryContacts(entry, GENERAL_CONTACT_FIELDS.email, null, place);
  if (toPhoneKey(String(value)) !== null)
    return toEntryContacts(entry, GENERAL_CONTACT_FIELDS.phone, null, place);
  place.notes.add(place.path, "neither an e-mail address nor a phone number");
  return [];
}

/**
 * Returns the contacts in a profile, each address and number once. An address or number may be a text, an object with its
 * type and status, or a list or a map by types of either, in the profile itself, in `contact_info` or in a list of contacts.
 */
export function toContacts(profile: PlainObject, place: FieldPlace): Contact[] {
  const found = [
    ...CONTACT_HOLDERS.flatMap((name) => readHolder(profile, name, place)),
    ...CONTACT_FIELDS.flatMap((from) => readField(profile, from, place)),
  ];
  const contacts = new Map<string, Contact>();
  for (const contact of found) {
    const known = contacts.get(contactKey(contact));
    // The fields read first have names that tell the type, so a later one only fills in what is missing.
    contacts.set(
      contactKey(contact),
      known === undefined ? contact : { ...refineContact(contact, known), value: known.value },
    );
  }
  return [...contacts.values()];
}

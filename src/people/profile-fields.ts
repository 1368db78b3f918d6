import { isPlainObject } from "../values/json.ts";
import { sanitizeText } from "../values/text.ts";
import { decodeEntities } from "./decode-entities.ts";
import { kindOf, type ProfileNotes } from "./profile-notes.ts";

/** A JSON object as it came. */
export type PlainObject = Readonly<Record<string, unknown>>;

/** The path of a field, and the notes in which its omission is recorded. */
export interface FieldPlace {
  readonly path: string;
  readonly notes: ProfileNotes;
}

/** Returns the object's own field; fields of its prototype do not count. */
export function ownField(source: PlainObject, name: string): unknown {
  return Object.hasOwn(source, name) ? source[name] : undefined;
}

/** Returns the place of a field of the object at `place`. */
export function placeOf(place: FieldPlace, name: string): FieldPlace {
  return { path: place.path === "" ? name : `${place.path}.${name}`, notes: place.notes };
}

/** Returns the place of an entry, counted from 0, of the list at `place`. */
export function entryOf(place: FieldPlace, index: number): FieldPlace {
  return { path: `${place.path}[${index}]`, notes: place.notes };
}

/** Notes that a value of the wrong type was left out. */
export function noteWrongType(value: unknown, expected: string, place: FieldPlace): void {
  place.notes.add(place.path, `expected ${expected}, found ${kindOf(value)}`);
}

/** As many characters as a cell of a spreadsheet takes; LinkedIn's longest field has 2,600. */
export const MAX_TEXT_LENGTH = 32_767;

/**
 * Returns clean text with HTML's character references decoded, or null if there is none. A value of another type, or one that
 * is too long, is left out and noted.
 */
export function toText(value: unknown, place: FieldPlace): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") {
    if (value.length <= MAX_TEXT_LENGTH) return sanitizeText(decodeEntities(value)) || null;
    place.notes.add(place.path, `longer than ${MAX_TEXT_LENGTH} characters`);
    return null;
  }
  noteWrongType(value, "text", place);
  return null;
}

/** Returns the boolean, or null if there is none. A value of another type is left out and noted. */
export function toBoolean(value: unknown, place: FieldPlace): boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return value;
  noteWrongType(value, "true or false", place);
  return null;
}

/** Returns the entries of a list, or null if there is none. A value of another type is left out and noted. */
export function toEntries(value: unknown, place: FieldPlace): readonly unknown[] | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value;
  noteWrongType(value, "a list", place);
  return null;
}

/** Returns the object, or null if there is none. A value of another type is left out and noted. */
export function toObject(value: unknown, place: FieldPlace): PlainObject | null {
  if (value === undefined || value === null) return null;
  if (isPlainObject(value)) return value;
  noteWrongType(value, "an object", place);
  return null;
}

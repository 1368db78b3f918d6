import { cleanText } from "../values/clean-text.ts";
import { isPlainObject, type PlainObject } from "../values/json.ts";
import { kindOf, type ProfileNotes } from "./profile-notes.ts";

/** Where a field stands, and where to note that it was left out. */
export interface FieldPlace {
  readonly path: string;
  readonly notes: ProfileNotes;
}

/** A field of the object itself: whatever its prototype has is not there. */
export function ownField(source: PlainObject, name: string): unknown {
  return Object.hasOwn(source, name) ? source[name] : undefined;
}

/** The place of a field inside the thing at `place`. */
export function placeOf(place: FieldPlace, name: string): FieldPlace {
  return { path: place.path === "" ? name : `${place.path}.${name}`, notes: place.notes };
}

/** The place of an entry, from 0, of the list at `place`. */
export function entryOf(place: FieldPlace, index: number): FieldPlace {
  return { path: `${place.path}[${index}]`, notes: place.notes };
}

/** Notes that a value of the wrong type was left out. */
export function noteWrongType(value: unknown, expected: string, place: FieldPlace): void {
  place.notes.add(place.path, `expected ${expected}, found ${kindOf(value)}`);
}

/** Clean text, or null where there is none; a value of another type is left out and noted. */
export function toText(value: unknown, place: FieldPlace): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return cleanText(value) || null;
  noteWrongType(value, "text", place);
  return null;
}

/** True, false, or null where neither was said; a value of another type is left out and noted. */
export function toBoolean(value: unknown, place: FieldPlace): boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return value;
  noteWrongType(value, "true or false", place);
  return null;
}

/** The entries of a list, or null where there is none; a value of another type is left out and noted. */
export function toEntries(value: unknown, place: FieldPlace): readonly unknown[] | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value;
  noteWrongType(value, "a list", place);
  return null;
}

/** The object, or null where there is none; a value of another type is left out and noted. */
export function toObject(value: unknown, place: FieldPlace): PlainObject | null {
  if (value === undefined || value === null) return null;
  if (isPlainObject(value)) return value;
  noteWrongType(value, "an object", place);
  return null;
}

import { keepNumbers } from "../values/exact-json.ts";
import { isPlainObject, type PlainObject } from "../values/json.ts";
import { isShallow } from "../values/json-depth.ts";
import { sanitizeText } from "../values/text.ts";
import { type Contact, toContacts } from "./contacts.ts";
import { slugOfField } from "./identity/linkedin-slug.ts";
import { isHiddenName } from "./names/hidden-name.ts";
import type { WrittenName } from "./names/name-parts.ts";
import { type Education, toEducation } from "./profile-education.ts";
import { type Experience, toExperience } from "./profile-experience.ts";
import {
  entryOf,
  type FieldPlace,
  ownField,
  placeOf,
  toBoolean,
  toEntries,
  toObject,
  toText,
} from "./profile-fields.ts";
import { joinName } from "./profile-name.ts";
import { type DroppedField, kindOf, makeProfileNotes } from "./profile-notes.ts";

export type { Contact } from "./contacts.ts";
export type { Education } from "./profile-education.ts";
export type { Experience } from "./profile-experience.ts";
export type { DroppedField } from "./profile-notes.ts";

export interface CurrentJob {
  readonly title: string | null;
  readonly companyName: string | null;
}

/** A person as parsed from one answer. Null means that the answer has no usable value for the field. */
export interface Profile {
  /** At most 255 characters. */
  readonly profileId: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** The answer's full name, else first and last name joined. */
  readonly fullName: string | null;
  readonly headline: string | null;
  readonly location: string | null;
  readonly linkedinUrl: string | null;
  /** The public name in `linkedinUrl`: the only key that the API's endpoints share (inferred). */
  readonly linkedinSlug: string | null;
  readonly summary: string | null;
  /** Null unless it has a title or a company. */
  readonly currentJob: CurrentJob | null;
  readonly experiences: readonly Experience[] | null;
  readonly educations: readonly Education[] | null;
  /** Each skill once. */
  readonly skills: readonly string[] | null;
  readonly openToWork: boolean | null;
  readonly contacts: readonly Contact[];
}

/** One entry of a page's list of profiles, from 0 in the order of the page. */
export type ReceivedProfile =
  | {
      readonly kind: "profile";
      readonly position: number;
      readonly profile: Profile;
      /**
       * The profile as JSON text with every key that it came with, and its numbers as they were written. May hold the escapes of U+0000 and of lone surrogates,
       * which a text column accepts and jsonb refuses.
       */
      readonly raw: string;
      /** Fields left out because of their type: paths and reasons, never values. */
      readonly dropped: readonly DroppedField[];
    }
  | {
      readonly kind: "rejected";
      readonly position: number;
      /** The field at fault, or `profile` for the whole. */
      readonly path: string;
      readonly reason: string;
      /** As above; `null` if the entry is nested too deeply to be written. */
      readonly raw: string;
    };

const LONGEST_ID = 255;
/** No real profile is that deep. JSON.stringify and Postgres, which recurse, fail at a few thousand levels. */
const DEEPEST = 512;

function toList<Entry>(
  raw: unknown,
  place: FieldPlace,
  toEntry: (raw: unknown, place: FieldPlace) => Entry | null,
): Entry[] | null {
  const entries = toEntries(raw, place);
  if (entries === null) return null;
  return entries
    .map((entry, index) => toEntry(entry, entryOf(place, index)))
    .filter((entry) => entry !== null);
}

function toCurrentJob(raw: unknown, place: FieldPlace): CurrentJob | null {
  const source = toObject(raw, place);
  if (source === null) return null;
  const title = toText(ownField(source, "title"), placeOf(place, "title"));
  const companyName = toText(ownField(source, "company_name"), placeOf(place, "company_name"));
  return title === null && companyName === null ? null : { title, companyName };
}

/** A name that is hidden ("LinkedIn Member") is none, so that it never replaces one that is known. */
function toShownName({ firstName, lastName, fullName }: WrittenName): WrittenName {
  const shown = fullName ?? joinName(firstName, lastName);
  const joined = joinName(firstName, lastName);
  const isHidden = [shown, joined].some((name) => name !== null && isHiddenName(name));
  return isHidden
    ? { firstName: null, lastName: null, fullName: null }
    : { firstName, lastName, fullName: shown };
}

function toProfile(profileId: string, source: PlainObject, place: FieldPlace): Profile {
  const read = <Value>(name: string, to: (raw: unknown, place: FieldPlace) => Value): Value =>
    to(ownField(source, name), placeOf(place, name));
  const { firstName, lastName, fullName } = toShownName({
    firstName: read("first_name", toText),
    lastName: read("last_name", toText),
    fullName: read("full_name", toText),
  });
  const linkedinUrl = read("linkedin_url", toText);
  const skills = read("skills", (raw, at) => toList(raw, at, toText));
  return {
    profileId,
    firstName,
    lastName,
    fullName,
    headline: read("headline", toText),
    location: read("location", toText),
    linkedinUrl,
    linkedinSlug: linkedinUrl === null ? null : slugOfField(linkedinUrl),
    summary: read("summary", toText),
    currentJob: read("current_job", toCurrentJob),
    experiences: read("experiences", (raw, at) => toList(raw, at, toExperience)),
    educations: read("educations", (raw, at) => toList(raw, at, toEducation)),
    skills: skills === null ? null : [...new Set(skills)],
    openToWork: read("open_to_work", toBoolean),
    contacts: toContacts(source, place),
  };
}

/** Returns why a profile cannot have this id, or null if it can. */
function idFlaw(raw: unknown): string | null {
  if (typeof raw !== "string") return `expected text, found ${kindOf(raw)}`;
  const { length } = sanitizeText(raw);
  if (length === 0) return "empty";
  return length > LONGEST_ID ? `longer than ${LONGEST_ID} characters` : null;
}

/**
 * Parses one entry of a page's list of profiles. Only `profile_id` is required; a field of the wrong type is left out
 * and noted. Never throws on content.
 * @param position index on the page, from 0
 * @param toJson writes the entry as it came; by default as JavaScript writes it
 */
export function parseProfile(
  raw: unknown,
  position: number,
  toJson: () => string = () => JSON.stringify(raw) ?? "null",
): ReceivedProfile {
  const reject = (path: string, reason: string, text: string): ReceivedProfile => ({
    kind: "rejected",
    position,
    path,
    reason,
    raw: text,
  });
  if (!isShallow(raw, DEEPEST)) return reject("profile", `nested deeper than ${DEEPEST} levels`, "null");
  const text = toJson();
  const read = readProfile(raw);
  return "reason" in read
    ? reject(read.path, read.reason, text)
    : { kind: "profile", position, ...read, raw: text };
}

/**
 * Parses a page's list of profiles.
 * @param text the JSON of the page, from which each profile keeps its numbers as they were written
 * @param pick finds the list in the page
 */
export function parseProfiles(
  list: readonly unknown[],
  text: string,
  pick: (page: unknown) => unknown,
): ReceivedProfile[] {
  const exact = keepNumbers(text);
  const written = exact === null ? null : pick(exact.value);
  return list.map((raw, position) =>
    exact === null || !Array.isArray(written)
      ? parseProfile(raw, position)
      : parseProfile(raw, position, () => exact.toJson(written[position])),
  );
}

/** Parses the JSON of one profile, which keeps its text. */
export function parseProfileText(text: string, position: number): ReceivedProfile {
  return parseProfile(JSON.parse(text), position, () => text);
}

/** Parses a stored version again; null if it cannot be parsed. @param raw JSON text as above */
export function parseKeptProfile(raw: string): Profile | null {
  const read = readProfile(JSON.parse(raw));
  return "reason" in read ? null : read.profile;
}

type FieldsOrFlaw =
  | { readonly profile: Profile; readonly dropped: readonly DroppedField[] }
  | { readonly path: string; readonly reason: string };

function readProfile(raw: unknown): FieldsOrFlaw {
  if (!isPlainObject(raw)) return { path: "profile", reason: `expected an object, found ${kindOf(raw)}` };
  const id = ownField(raw, "profile_id");
  const flaw = idFlaw(id);
  if (flaw !== null || typeof id !== "string") return { path: "profile_id", reason: flaw ?? "no text" };
  const notes = makeProfileNotes();
  const profile = toProfile(sanitizeText(id), raw, { path: "", notes });
  return { profile, dropped: notes.dropped };
}

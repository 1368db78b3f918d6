import type { JsonObject } from "../values/json.ts";
import { toDate } from "./profile-date.ts";
import { toExtraFields } from "./profile-extra.ts";
import { type FieldPlace, ownField, placeOf, toObject, toText } from "./profile-fields.ts";

/** One education of a person, as the reference page's example shows one. Dates are texts of any precision. */
export interface Education {
  /** The API's `educational_establishment`. */
  readonly school: string | null;
  readonly diploma: string | null;
  readonly specialization: string | null;
  readonly startDate: string | null;
  readonly endDate: string | null;
  /** Not on the reference page: inferred of searches with `detailed_education`. */
  readonly description: string | null;
  /** What the API said beyond these fields, by its own names; empty where it said nothing more. */
  readonly extra: JsonObject;
}

/** The fields of an entry that are read. */
export const EDUCATION_FIELDS: ReadonlySet<string> = new Set([
  "educational_establishment",
  "diploma",
  "specialization",
  "start_date",
  "end_date",
  "description",
]);

/** Reads one entry of `educations`; null for an entry that says nothing. */
export function toEducation(raw: unknown, place: FieldPlace): Education | null {
  const source = toObject(raw, place);
  if (source === null) return null;
  const text = (name: string) => toText(ownField(source, name), placeOf(place, name));
  const date = (name: string) => toDate(ownField(source, name), placeOf(place, name));
  const education: Education = {
    school: text("educational_establishment"),
    diploma: text("diploma"),
    specialization: text("specialization"),
    startDate: date("start_date"),
    endDate: date("end_date"),
    description: text("description"),
    extra: toExtraFields(source, EDUCATION_FIELDS, place),
  };
  const { extra, ...texts } = education;
  const saysNothing =
    Object.values(texts).every((value) => value === null) && Object.keys(extra).length === 0;
  return saysNothing ? null : education;
}

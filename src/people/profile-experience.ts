import type { JsonObject } from "../values/json.ts";
import { readEnd } from "./career/end-of-job.ts";
import { toDate } from "./profile-date.ts";
import { toExtraFields } from "./profile-extra.ts";
import { type FieldPlace, ownField, placeOf, toBoolean, toObject, toText } from "./profile-fields.ts";

/** One job of a person, as the reference page's example shows one. Dates are texts of any precision: 2021, 2021-03. */
export interface Experience {
  readonly title: string | null;
  readonly companyName: string | null;
  readonly companyDomain: string | null;
  /** Not on the reference page: inferred of searches with `detailed_experience`. */
  readonly location: string | null;
  readonly startDate: string | null;
  /** Null also where the text says that the job goes on, such as "Present". */
  readonly endDate: string | null;
  readonly description: string | null;
  /** As the answer says, or true where the end says that the job goes on. */
  readonly isCurrent: boolean | null;
  /** What the API said beyond these fields, by its own names; empty where it said nothing more. */
  readonly extra: JsonObject;
}

/** The fields of an entry that are read. */
export const EXPERIENCE_FIELDS: ReadonlySet<string> = new Set([
  "title",
  "company_name",
  "company_domain",
  "location",
  "start_date",
  "end_date",
  "description",
  "is_current",
]);

/** Reads one entry of `experiences`; null for an entry that says nothing. */
export function toExperience(raw: unknown, place: FieldPlace): Experience | null {
  const source = toObject(raw, place);
  if (source === null) return null;
  const text = (name: string) => toText(ownField(source, name), placeOf(place, name));
  const date = (name: string) => toDate(ownField(source, name), placeOf(place, name));
  const said = toBoolean(ownField(source, "is_current"), placeOf(place, "is_current"));
  const endText = date("end_date");
  const end = endText === null ? "nothing" : readEnd(endText);
  const experience: Experience = {
    title: text("title"),
    companyName: text("company_name"),
    companyDomain: text("company_domain"),
    location: text("location"),
    startDate: date("start_date"),
    endDate: end === "text" ? endText : null,
    description: text("description"),
    isCurrent: end === "open" ? true : said,
    extra: toExtraFields(source, EXPERIENCE_FIELDS, place),
  };
  const { isCurrent: _, extra, ...texts } = experience;
  const saysNothing =
    Object.values(texts).every((value) => value === null) && Object.keys(extra).length === 0;
  return saysNothing ? null : experience;
}

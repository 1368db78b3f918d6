import type { FieldChange, HistoryField } from "./person-history.ts";

/** What the fields of a person are called. */
export const FIELD_LABELS: Readonly<Record<HistoryField, string>> = {
  fullName: "name",
  firstName: "first name",
  lastName: "last name",
  currentTitle: "title",
  currentCompany: "company",
  headline: "headline",
  location: "location",
  linkedinUrl: "LinkedIn",
  summary: "summary",
  openToWork: "open to work",
  skills: "skills",
  experiences: "jobs",
  educations: "education",
};

/** A value of a person's history in words. */
export function describeFieldValue({ value }: Pick<FieldChange, "value">): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return "none any more";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : value.map(describeEntry).join("; ");
}

/** A skill, a job or an education in a few words. */
export function describeEntry(entry: unknown): string {
  if (typeof entry !== "object" || entry === null) return String(entry);
  const { title, companyName, school, diploma, startDate, endDate } = entry as Readonly<
    Record<string, unknown>
  >;
  const what = [title, diploma, companyName, school].filter((part) => typeof part === "string").join(", ");
  const years = [startDate ?? "?", endDate ?? "now"].join(" to ");
  return typeof (startDate ?? endDate) === "string" ? `${what} (${years})` : what;
}

import type { Person, PersonJob } from "../../src/simulator/invented-person.ts";
import type { SearchBody } from "../../src/simulator/search-body.ts";
import { SENIORITIES } from "../../src/simulator/titles.ts";

/** Every filter again, read off whole people with plain text comparison: slow, short and a second opinion. */

const LETTERS: Readonly<Record<string, string>> = {
  ø: "o",
  ß: "ss",
  ł: "l",
  ı: "i",
  đ: "d",
  æ: "ae",
  ð: "d",
};
const plainTexts = new Map<string, string>();
const patterns = new Map<string, RegExp>();

function plain(text: string): string {
  const known = plainTexts.get(text);
  if (known !== undefined) return known;
  const bare = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const folded = bare.replace(/[øßłıđæð]/g, (letter) => LETTERS[letter] ?? letter);
  plainTexts.set(text, folded);
  return folded;
}

function patternOf(phrase: string): RegExp {
  const escaped = plain(phrase).replace(/[^\p{L}\p{N} ]/gu, "\\$&");
  const pattern =
    patterns.get(phrase) ?? new RegExp(`(?<![\\p{L}\\p{N}+#&])${escaped}(?![\\p{L}\\p{N}+#&])`, "u");
  patterns.set(phrase, pattern);
  return pattern;
}

function hasWords(text: string, phrase: string): boolean {
  return patternOf(phrase).test(plain(text));
}

function anyText(texts: readonly string[], wanted: readonly string[]): boolean {
  return wanted.some((phrase) => texts.some((text) => hasWords(text, phrase)));
}

function scoped(person: Person, scope: string): readonly PersonJob[] {
  if (scope === "current") return person.jobs.slice(0, 1);
  return scope === "past" ? person.jobs.slice(1) : person.jobs;
}

function titleJobs(person: Person, body: SearchBody): readonly PersonJob[] {
  return scoped(person, body.match_experience ?? (body.current_titles_only === false ? "both" : "current"));
}

function companyJobs(person: Person, body: SearchBody): readonly PersonJob[] {
  if (body.current_company_only === true) return scoped(person, "current");
  return scoped(person, body.match_experience ?? body.company_filter ?? "both");
}

function inPlace(places: readonly string[], wanted: readonly string[]): boolean {
  return places.some((place) => wanted.some((value) => plain(place).includes(plain(value))));
}

function inYears(years: number, ranges: readonly string[]): boolean {
  return ranges.some((range) => {
    const [from = "", to] = range.split("_");
    return years >= Number(from) && (to === undefined || years <= Number(to));
  });
}

type Check<Value> = (person: Person, value: Value, body: SearchBody) => boolean;
type Checks = { readonly [Name in keyof SearchBody]?: Check<NonNullable<SearchBody[Name]>> };

const LEVELS = [
  "elementary",
  "limited_working",
  "professional_working",
  "full_professional",
  "native_or_bilingual",
];

const CHECKS: Checks = {
  job_title: (person, value, body) =>
    anyText(
      titleJobs(person, body).map((job) => job.title.text),
      value,
    ),
  exclude_job_titles: (person, value, body) =>
    !anyText(
      titleJobs(person, body).map((job) => job.title.text),
      value,
    ),
  seniority: (person, value) => value.includes(SENIORITIES[person.jobs[0]?.title.seniority ?? 0] ?? ""),
  company: (person, value, body) =>
    anyText(
      companyJobs(person, body).map((job) => job.company.name),
      value,
    ),
  exclude_companies: (person, value, body) =>
    !anyText(
      companyJobs(person, body).map((job) => job.company.name),
      value,
    ),
  domain: (person, value, body) =>
    companyJobs(person, body).some((job) => value.includes(job.company.domain)),
  location: (person, value) => inPlace([person.location], value),
  current_work_location: (person, value) => inPlace([person.jobs[0]?.workLocation ?? ""], value),
  past_work_location: (person, value) =>
    inPlace(
      person.jobs.slice(1).map((job) => job.workLocation),
      value,
    ),
  skills: (person, value) => anyText(person.skills, value),
  education: (person, value) =>
    anyText(
      person.educations.map((education) => education.school.name),
      value,
    ),
  educations: (person, value) =>
    value.some((wanted) =>
      person.educations.some(
        (education) =>
          hasWords(education.school.name, String(wanted.school_name)) &&
          hasWords(education.field, String(wanted.field_of_study)),
      ),
    ),
  industry: (person, value) => anyText([person.jobs[0]?.company.industry ?? ""], value),
  company_size: (person, value) => value.includes(person.jobs[0]?.company.size ?? ""),
  keyword: (person, value) =>
    anyText(
      [
        ...person.jobs.flatMap((job) => [job.title.text, job.company.name]),
        person.jobs[0]?.company.industry ?? "",
        ...person.skills,
        ...person.educations.map((education) => education.school.name),
        person.location,
      ],
      [value],
    ),
  name: (person, value) => plain(`${person.firstName} ${person.lastName}`).includes(plain(value)),
  years_of_experience: (person, value) => inYears(person.yearsOfExperience, value),
  years_in_current_role: (person, value) => inYears(person.yearsInCurrentRole, value),
  languages: (person, value) =>
    value.some((wanted) =>
      person.languages.some(
        (known) =>
          known.language === wanted.language &&
          known.proficiency >= LEVELS.indexOf(String(wanted.proficiency)),
      ),
    ),
};

/** Whether a person belongs to a search whose values hold no operators. */
export function bruteForceMatches(person: Person, body: SearchBody): boolean {
  return Object.entries(CHECKS).every(([name, check]) => {
    const value = body[name as keyof SearchBody];
    return value === undefined || (check as Check<unknown>)(person, value, body);
  });
}

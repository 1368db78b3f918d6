import { inMixedPrecision, isoDay } from "./calendar.ts";
import type { Person, PersonJob } from "./invented-person.ts";

/** A profile as the reference page's example shows one; any field may be null or absent. */
export type SimulatedProfile = Record<string, unknown>;

export interface ProfileDetail {
  readonly experience: boolean;
  readonly education: boolean;
}

export interface ProfileInput {
  readonly person: Person;
  readonly profileId: string;
  readonly detail: ProfileDetail;
  /** Bits that choose wording. */
  readonly textBits: number;
  /** Bits that choose what is left out. */
  readonly gapBits: number;
  readonly contacts: Readonly<Record<string, unknown>>;
}

function toExperience(job: PersonJob, detailed: boolean): SimulatedProfile {
  const { title, company } = job;
  const experience = {
    title: title.text,
    company_name: company.name,
    company_domain: company.domain,
    start_date: inMixedPrecision(isoDay(job.startDay), job.dateBits),
    end_date: job.endDay === null ? null : inMixedPrecision(isoDay(job.endDay), job.dateBits >>> 4),
    description: detailed
      ? `${title.text} at ${company.name} (${company.industry}): owned the plan, the numbers and the team.`
      : null,
    is_current: job.endDay === null,
  };
  return detailed ? { ...experience, location: job.workLocation } : experience;
}

function toEducations(person: Person, detailed: boolean): SimulatedProfile[] {
  return person.educations.map((education) => ({
    educational_establishment: education.school.name,
    diploma: education.diploma,
    specialization: detailed ? education.field : null,
    start_date: detailed ? `${education.startYear}-09` : String(education.startYear),
    end_date: detailed ? `${education.endYear}-06-30` : String(education.endYear),
    ...(detailed ? { description: `${education.diploma} in ${education.field}` } : {}),
  }));
}

function toHeadline(person: Person, bits: number): string {
  const job = person.jobs[0];
  const employed = `${job?.title.text ?? "Consultant"} at ${job?.company.name ?? "ExampleCo"}`;
  const wordings = [employed, employed, `${employed} | ${person.skills.slice(0, 2).join(" | ")}`];
  return wordings[bits % wordings.length] ?? employed;
}

function toSummary(person: Person, bits: number): string | null {
  const industry = person.jobs[0]?.company.industry ?? "Software Development";
  const [first, second] = person.skills;
  const wordings = [
    null,
    `${industry} professional. What I do best: ${first} and ${second}.`,
    `I care about ${first}, ${second} and people.\nFormerly in several teams, now in ${person.location}.`,
    `Passionné·e par ${first} – toujours curieux·se. 👋`,
  ];
  return wordings[bits % wordings.length] ?? null;
}

interface Gap {
  readonly field: string;
  /** Undefined: the field is absent. */
  readonly value: unknown;
}

/** Each about one profile in two hundred, so that a reader that insists on a field meets its absence. */
const GAPS: readonly Gap[] = [
  { field: "summary", value: undefined },
  { field: "last_name", value: null },
  { field: "location", value: null },
  { field: "headline", value: undefined },
  { field: "skills", value: undefined },
  { field: "skills", value: null },
  { field: "experiences", value: [] },
  { field: "educations", value: null },
  { field: "open_to_work", value: null },
  { field: "current_job", value: null },
];

function leaveOut(profile: SimulatedProfile, gapBits: number): SimulatedProfile {
  const gap = GAPS[gapBits % 200];
  if (gap === undefined) return profile;
  if (gap.value !== undefined) return { ...profile, [gap.field]: gap.value };
  return Object.fromEntries(Object.entries(profile).filter(([field]) => field !== gap.field));
}

/** Writes a person as the API would, with the fields and their order of the reference page. */
export function toSimulatedProfile(input: ProfileInput): SimulatedProfile {
  const { person, profileId, detail, textBits } = input;
  const job = person.jobs[0];
  const profile: SimulatedProfile = {
    profile_id: profileId,
    first_name: person.firstName,
    last_name: person.lastName,
    headline: toHeadline(person, textBits),
    location: person.location,
    linkedin_url: `https://www.linkedin.com/in/${profileId}`,
    summary: toSummary(person, textBits >>> 8),
    current_job: { title: job?.title.text ?? null, company_name: job?.company.name ?? null },
    experiences: person.jobs.map((past) => toExperience(past, detail.experience)),
    educations: toEducations(person, detail.education),
    skills: [...person.skills],
    open_to_work: person.openToWork,
    ...input.contacts,
  };
  return leaveOut(profile, input.gapBits);
}

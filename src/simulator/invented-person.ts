import {
  type EducationTrait,
  educationAt,
  type LanguageTrait,
  languagesOf,
  schoolCountOf,
  someSkill,
} from "./background-traits.ts";
import { dayOfMonthsBefore, wholeYears } from "./calendar.ts";
import { CITIES } from "./cities.ts";
import { COMPANIES, type Company } from "./companies.ts";
import { NAME_POOLS } from "./names.ts";
import { pickFrom } from "./seeded-hash.ts";
import { SKILLS } from "./skills.ts";
import { TITLES, type Title } from "./titles.ts";
import { FIRST_CHANGE, type JobKey, nameCultureOf, pastJobs, TRAIT, type Universe } from "./universe.ts";

export interface PersonName {
  readonly firstName: string;
  readonly lastName: string;
}

export interface PersonJob {
  readonly title: Title;
  readonly company: Company;
  readonly workLocation: string;
  /** Day numbers; day 0 is the universe's first day, earlier ones are negative. */
  readonly startDay: number;
  readonly endDay: number | null;
  readonly dateBits: number;
}

/** All that is true of a person on one day, also what an answer does not tell. */
export interface Person extends PersonName {
  readonly index: number;
  readonly location: string;
  /** Newest first; the first one is held. */
  readonly jobs: readonly PersonJob[];
  readonly educations: readonly EducationTrait[];
  readonly skills: readonly string[];
  readonly languages: readonly LanguageTrait[];
  readonly openToWork: boolean;
  readonly yearsOfExperience: number;
  readonly yearsInCurrentRole: number;
}

/** The day number on which a job began. */
export function jobStartDay(universe: Universe, index: number, job: JobKey): number {
  return job >= FIRST_CHANGE ? job - FIRST_CHANGE : dayOfMonthsBefore(universe.monthsBeforeStart(index, job));
}

/** The day number on which somebody's first job began. */
export function careerStartDay(universe: Universe, index: number): number {
  return jobStartDay(universe, index, universe.jobCountAt(index) - 1);
}

function buildJobs(universe: Universe, index: number, day: number): PersonJob[] {
  const jobs: PersonJob[] = [];
  let endDay: number | null = null;
  for (const job of [universe.currentJob(index, day), ...pastJobs(universe, index, day)]) {
    const startDay = jobStartDay(universe, index, job);
    jobs.push({
      title: pickFrom(TITLES, universe.titleAt(index, job)),
      company: pickFrom(COMPANIES, universe.companyAt(index, job)),
      workLocation: pickFrom(CITIES, universe.workCityAt(index, job)).text,
      startDay,
      endDay,
      dateBits: universe.dateBits(index, job),
    });
    endDay = startDay;
  }
  return jobs;
}

function skillsOf(universe: Universe, index: number): string[] {
  const skills = new Set<string>();
  someSkill(universe, index, (position) => {
    skills.add(SKILLS[position] ?? "");
    return false;
  });
  return [...skills];
}

/** A name alone, for whoever needs an id and no person. */
export function nameOf(universe: Universe, index: number): PersonName {
  const names = NAME_POOLS[nameCultureOf(universe, index)];
  return {
    firstName: pickFrom(names.first, universe.hash(index, TRAIT.firstName)),
    lastName: pickFrom(names.last, universe.hash(index, TRAIT.lastName)),
  };
}

/** Builds one person as they are on a day, counted from 0. */
export function buildPerson(universe: Universe, index: number, day: number): Person {
  return {
    index,
    ...nameOf(universe, index),
    location: pickFrom(CITIES, universe.cityAt(index)).text,
    jobs: buildJobs(universe, index, day),
    educations: Array.from({ length: schoolCountOf(universe, index) }, (_, nth) =>
      educationAt(universe, index, nth),
    ),
    skills: skillsOf(universe, index),
    languages: languagesOf(universe, index),
    openToWork: universe.isOpenToWork(index, day),
    yearsOfExperience: wholeYears(careerStartDay(universe, index), day),
    yearsInCurrentRole: wholeYears(jobStartDay(universe, index, universe.currentJob(index, day)), day),
  };
}

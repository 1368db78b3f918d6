import {
  type EducationAttributes,
  educationAt,
  type LanguageAttributes,
  languagesOf,
  schoolCountOf,
  someSkill,
} from "./background-attributes.ts";
import { dayOfMonthsBefore, wholeYears } from "./calendar.ts";
import { CITIES } from "./cities.ts";
import { COMPANIES, type Company } from "./companies.ts";
import { NAME_POOLS } from "./names.ts";
import {
  ATTRIBUTE,
  FIRST_CHANGE,
  type JobKey,
  nameLocaleOf,
  type Population,
  pastJobs,
} from "./population.ts";
import { pickFrom } from "./seeded-hash.ts";
import { SKILLS } from "./skills.ts";
import { TITLES, type Title } from "./titles.ts";

export interface PersonName {
  readonly firstName: string;
  readonly lastName: string;
}

export interface PersonJob {
  readonly title: Title;
  readonly company: Company;
  readonly workLocation: string;
  /** Day numbers; day 0 is the population's first day, earlier ones are negative. */
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
  readonly educations: readonly EducationAttributes[];
  readonly skills: readonly string[];
  readonly languages: readonly LanguageAttributes[];
  readonly openToWork: boolean;
  readonly yearsOfExperience: number;
  readonly yearsInCurrentRole: number;
}

/** The day number on which a job began. */
export function jobStartDay(population: Population, index: number, job: JobKey): number {
  return job >= FIRST_CHANGE
    ? job - FIRST_CHANGE
    : dayOfMonthsBefore(population.monthsBeforeStart(index, job));
}

/** The day number on which somebody's first job began. */
export function careerStartDay(population: Population, index: number): number {
  return jobStartDay(population, index, population.jobCountAt(index) - 1);
}

function buildJobs(population: Population, index: number, day: number): PersonJob[] {
  const jobs: PersonJob[] = [];
  let endDay: number | null = null;
  for (const job of [population.currentJob(index, day), ...pastJobs(population, index, day)]) {
    const startDay = jobStartDay(population, index, job);
    jobs.push({
      title: pickFrom(TITLES, population.titleAt(index, job)),
      company: pickFrom(COMPANIES, population.companyAt(index, job)),
      workLocation: pickFrom(CITIES, population.workCityAt(index, job)).text,
      startDay,
      endDay,
      dateBits: population.dateBits(index, job),
    });
    endDay = startDay;
  }
  return jobs;
}

function skillsOf(population: Population, index: number): string[] {
  const skills = new Set<string>();
  someSkill(population, index, (position) => {
    skills.add(SKILLS[position] ?? "");
    return false;
  });
  return [...skills];
}

/** A name alone, for whoever needs an id and no person. */
export function nameOf(population: Population, index: number): PersonName {
  const names = NAME_POOLS[nameLocaleOf(population, index)];
  return {
    firstName: pickFrom(names.first, population.hash(index, ATTRIBUTE.firstName)),
    lastName: pickFrom(names.last, population.hash(index, ATTRIBUTE.lastName)),
  };
}

/** Builds one person as they are on a day, counted from 0. */
export function buildPerson(population: Population, index: number, day: number): Person {
  return {
    index,
    ...nameOf(population, index),
    location: pickFrom(CITIES, population.cityAt(index)).text,
    jobs: buildJobs(population, index, day),
    educations: Array.from({ length: schoolCountOf(population, index) }, (_, nth) =>
      educationAt(population, index, nth),
    ),
    skills: skillsOf(population, index),
    languages: languagesOf(population, index),
    openToWork: population.isOpenToWork(index, day),
    yearsOfExperience: wholeYears(careerStartDay(population, index), day),
    yearsInCurrentRole: wholeYears(jobStartDay(population, index, population.currentJob(index, day)), day),
  };
}

import { CITIES, type City } from "./cities.ts";
import { pickCompany } from "./companies.ts";
import { FUNCTION_ROWS } from "./functions.ts";
import { makeSeededHash, makeWeightedPick, type SeededHash } from "./seeded-hash.ts";
import { HIGHEST_CAREER_STEP, pickTitle, SENIORITY_WEIGHTS } from "./titles.ts";

/** Streams of random bits below this one belong to a person's attributes, those above to jobs and days. */
const JOB_SEED = 1_000;
const CHANGE_SEED = 0x1000_0000;
const OPEN_SEED = 0x2000_0000;
const JOB_FIELDS = 8;

/**
 * Names one job of one person. 0 is the job held on day 0, 1 to 4 the ones before it, newest first;
 * FIRST_CHANGE + d is the job taken on day d.
 */
export type JobKey = number;

export const FIRST_CHANGE: JobKey = 8;

export const ATTRIBUTE = {
  city: 1,
  firstName: 2,
  lastName: 3,
  jobFunction: 4,
  seniority: 5,
  jobCount: 6,
  skills: 7,
  generalSkills: 8,
  educationCount: 9,
  language: 10,
  open: 11,
  text: 12,
  gap: 13,
  contact: 14,
  locale: 15,
  education: 20,
} as const;

const JOB = { title: 0, company: 1, city: 2, tenure: 3, dates: 4, seniority: 5 } as const;

const pickCity = makeWeightedPick(CITIES.map((city) => city.weight));
const pickFunction = makeWeightedPick(FUNCTION_ROWS.map((row) => row.weight));
const pickSeniority = makeWeightedPick(SENIORITY_WEIGHTS);

/**
 * All people, none of them in memory: each value is computed from (seed, person index, day) alone and
 * allocates nothing, so that a search can test a million people.
 */
export interface Population {
  readonly people: number;
  readonly hash: SeededHash;
  /** Position in CITIES. */
  cityAt(index: number): number;
  /** Position in FUNCTION_ROWS. */
  functionAt(index: number): number;
  /** Jobs held up to day 0, from 1 to 5. */
  jobCountAt(index: number): number;
  changesJobOn(index: number, day: number): boolean;
  isOpenToWork(index: number, day: number): boolean;
  currentJob(index: number, day: number): JobKey;
  /** Position in TITLES. */
  titleAt(index: number, job: JobKey): number;
  /** Position in COMPANIES. */
  companyAt(index: number, job: JobKey): number;
  /** Position in CITIES of the place of work. */
  workCityAt(index: number, job: JobKey): number;
  /** Bits for how a job's dates are written. */
  dateBits(index: number, job: JobKey): number;
  /** Whole months from the start of a job that began before day 0 until day 0. */
  monthsBeforeStart(index: number, job: JobKey): number;
}

export interface PopulationOptions {
  readonly seed: number;
  readonly people: number;
}

function makeSeniorityAt(hash: SeededHash): (index: number, job: JobKey) => number {
  return (index, job) => {
    const base = pickSeniority(hash(index, ATTRIBUTE.seniority));
    const bits = hash(index, JOB_SEED + job * JOB_FIELDS + JOB.seniority);
    if (job === 0) return base;
    if (job >= FIRST_CHANGE) return base < HIGHEST_CAREER_STEP && bits % 4 === 0 ? base + 1 : base;
    const topBefore = Math.min(base, HIGHEST_CAREER_STEP - 1);
    return Math.max(0, topBefore - ((job + (bits & 1)) >> 1));
  };
}

/** Builds the population of a seed. The same options give the same people on every machine. */
export function makePopulation(options: PopulationOptions): Population {
  const { seed, people } = options;
  const hash = makeSeededHash(seed);
  const seniorityAt = makeSeniorityAt(hash);
  const jobBits = (index: number, job: JobKey, field: number): number =>
    hash(index, JOB_SEED + job * JOB_FIELDS + field);
  const cityAt = (index: number): number => pickCity(hash(index, ATTRIBUTE.city));
  const functionAt = (index: number): number => pickFunction(hash(index, ATTRIBUTE.jobFunction));
  const changesJobOn = (index: number, day: number): boolean => hash(index, CHANGE_SEED + day) % 100 === 0;
  return {
    people,
    hash,
    cityAt,
    functionAt,
    changesJobOn,
    jobCountAt: (index) => 1 + (hash(index, ATTRIBUTE.jobCount) % 5),
    isOpenToWork(index, day) {
      if (hash(index, ATTRIBUTE.open) % 12 === 0) return true;
      for (let past = 1; past <= day; past++) if (hash(index, OPEN_SEED + past) % 100 === 0) return true;
      return false;
    },
    currentJob(index, day) {
      for (let past = day; past >= 1; past--) if (changesJobOn(index, past)) return FIRST_CHANGE + past;
      return 0;
    },
    titleAt: (index, job) =>
      pickTitle(functionAt(index), seniorityAt(index, job), jobBits(index, job, JOB.title)),
    companyAt: (index, job) => pickCompany(jobBits(index, job, JOB.company)),
    workCityAt(index, job) {
      const bits = jobBits(index, job, JOB.city);
      return bits % 10 < 8 ? cityAt(index) : pickCity(bits >>> 4);
    },
    dateBits: (index, job) => jobBits(index, job, JOB.dates),
    monthsBeforeStart(index, job) {
      let months = 1 + (jobBits(index, 0, JOB.tenure) % 72);
      for (let past = 1; past <= job; past++) months += 8 + (jobBits(index, past, JOB.tenure) % 60);
      return months;
    },
  };
}

/** Every past job of a person on a day, newest first. */
export function* pastJobs(population: Population, index: number, day: number): Generator<JobKey> {
  const current = population.currentJob(index, day);
  for (let past = current - FIRST_CHANGE - 1; past >= 1; past--) {
    if (population.changesJobOn(index, past)) yield FIRST_CHANGE + past;
  }
  if (current !== 0) yield 0;
  for (let past = 1; past < population.jobCountAt(index); past++) yield past;
}

/** Where a person's name comes from: mostly the place where they live, sometimes any other. */
export function nameLocaleOf(population: Population, index: number): City["locale"] {
  const bits = population.hash(index, ATTRIBUTE.locale);
  const city = bits % 5 === 0 ? pickCity(bits >>> 8) : population.cityAt(index);
  return CITIES[city]?.locale ?? "english";
}

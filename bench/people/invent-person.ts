import { mergeVersions } from "../../src/people/merge.ts";
import type { MergedProfile } from "../../src/people/merged-profile.ts";
import { parseProfile } from "../../src/people/profile.ts";
import { type VersionColumns, type VersionMarks, versionFacts } from "../../src/people/version-marks.ts";
import { buildPerson, type Person, type PersonJob } from "../../src/simulator/invented-person.ts";
import { makePersonIds } from "../../src/simulator/person-id.ts";
import { makePopulation } from "../../src/simulator/population.ts";
import { toContacts } from "../../src/simulator/revealed-contacts.ts";
import { type ProfileDetail, toSimulatedProfile } from "../../src/simulator/wire-profile.ts";

/** One raw form of somebody, and what was read in it. */
export type InventedVersion = VersionColumns & VersionMarks & { readonly raw: string };

export interface InventedPerson {
  readonly record: MergedProfile;
  /** One, or two where somebody who was seen again had another job or was open to work. */
  readonly versions: readonly InventedVersion[];
}

export interface Inventor {
  idOf(index: number): string;
  /** @param isSeenAgain whether an answer showed the person some days later too */
  invent(index: number, isSeenAgain: boolean): InventedPerson;
  /** What an answer with all details says of somebody, as JSON. */
  write(index: number): string;
}

const SEED = 4;
const DAYS_UNTIL_AGAIN = 8;
/** Five times the companies of the simulator: 3,015. */
const BRANCHES = ["", " Group", " Europe", " Ventures", " Services"];
const CONTACT_SALT = 901;
const SLUG_SALT = 902;
const TEXT_SALT = 903;
const GAP_SALT = 904;
/** What people write of a job where they write much: it makes the average profile 2.6 kB long. */
const END_OF_JOB = "the numbers and the team.";
const AT_LENGTH =
  "Set the goals with sales and support, hired and led the people, wrote down how we decide, and kept the promises made. " +
  "Cut the time from idea to customer by half, and the cost of running it by a third. Spoke about it at home and abroad.";
const BRANCH_SALT = 905;

/** The simulator's people, as the pipeline would have stored them. The same number gives the same person on every machine. */
export function makeInventor(people: number): Inventor {
  const population = makePopulation({ seed: SEED, people });
  const { hash } = population;
  const ids = makePersonIds(SEED, people);
  const idOf = (index: number) => `p-${ids.suffix(index)}`;
  // Every five hundredth person is stored under two ids.
  const slugOf = (index: number) =>
    idOf(index % 500 === 1 && hash(index, SLUG_SALT) % 2 === 0 ? index - 1 : index);
  const inBranch = (job: PersonJob, index: number): PersonJob => {
    const branch = BRANCHES[hash(index, BRANCH_SALT + (job.dateBits % 7)) % BRANCHES.length] ?? "";
    return { ...job, company: { ...job.company, name: job.company.name + branch } };
  };
  const toForm = (index: number, person: Person, detail: ProfileDetail) => ({
    ...toSimulatedProfile({
      person: { ...person, jobs: person.jobs.map((job) => inBranch(job, index)) },
      profileId: idOf(index),
      detail,
      textBits: hash(index, TEXT_SALT),
      gapBits: hash(index, GAP_SALT),
      contacts: contactsOf(person, ids.suffix(index), hash(index, CONTACT_SALT)),
    }),
    linkedin_url: `https://www.linkedin.com/in/${slugOf(index)}`,
  });
  return {
    idOf,
    invent(index, isSeenAgain) {
      const first = buildPerson(population, index, 0);
      const later = isSeenAgain ? buildPerson(population, index, DAYS_UNTIL_AGAIN) : first;
      const isSame = later.jobs.length === first.jobs.length && later.openToWork === first.openToWork;
      const detail = { experience: index % 2 === 0, education: false };
      const forms = (isSame ? [first] : [first, later]).map((person) => toForm(index, person, detail));
      return read(forms, detail.experience);
    },
    write(index) {
      const form = toForm(index, buildPerson(population, index, 0), { experience: true, education: true });
      return JSON.stringify(form).replaceAll(END_OF_JOB, `${END_OF_JOB} ${AT_LENGTH}`);
    },
  };
}

/** Every third person was bought with contacts. */
function contactsOf(person: Person, suffix: string, bits: number): Readonly<Record<string, unknown>> {
  if (bits % 3 !== 0) return {};
  return toContacts(person, {
    shape: "contact_info",
    dataTypes: ["personal_email", "work_email", "phone"],
    suffix,
    bits: Math.floor(bits / 3),
  });
}

function read(forms: readonly Record<string, unknown>[], isDetailed: boolean): InventedPerson {
  const detail = {
    experiences: isDetailed,
    educations: false,
    receivedOn: new Date().toISOString().slice(0, 10),
  };
  const seen = forms.map((form, id) => {
    const parsed = parseProfile(form, 0);
    if (parsed.kind === "rejected") throw new Error("an invented profile cannot be read");
    return { profile: parsed.profile, detail, raw: JSON.stringify(form), version: { id, hash: "" } };
  });
  return {
    record: mergeVersions(seen),
    versions: [...versionFacts(seen)].map(([id, facts]) => ({ ...facts, raw: seen[id]?.raw ?? "" })),
  };
}

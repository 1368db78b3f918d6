import { DIPLOMAS, FOREIGN_LANGUAGES, PROFICIENCIES, SCHOOLS, type School } from "./backgrounds.ts";
import { CITIES } from "./cities.ts";
import { FUNCTION_ROWS } from "./functions.ts";
import { ATTRIBUTE, type Population } from "./population.ts";
import { pickFrom } from "./seeded-hash.ts";
import { FUNCTION_SKILL_POSITIONS, GENERAL_SKILL_POSITIONS } from "./skills.ts";

/** Runs through a list of prime length in steps, so that no entry comes twice. */
function stepThrough(list: readonly number[], bits: number, visit: (position: number) => boolean): boolean {
  const length = list.length;
  const count = 4 + (bits % 5);
  const step = 1 + ((bits >>> 4) % (length - 1));
  let place = (bits >>> 12) % length;
  for (let taken = 0; taken < count; taken++) {
    if (visit(list[place] ?? 0)) return true;
    place = (place + step) % length;
  }
  return false;
}

/** Whether any skill of a person (a position in SKILLS) satisfies `test`; stops at the first. */
export function someSkill(
  population: Population,
  index: number,
  test: (position: number) => boolean,
): boolean {
  const own = FUNCTION_SKILL_POSITIONS[population.functionAt(index)] ?? GENERAL_SKILL_POSITIONS;
  return (
    stepThrough(own, population.hash(index, ATTRIBUTE.skills), test) ||
    stepThrough(GENERAL_SKILL_POSITIONS, population.hash(index, ATTRIBUTE.generalSkills), test)
  );
}

export interface EducationAttributes {
  readonly school: School;
  readonly diploma: string;
  readonly field: string;
  readonly startYear: number;
  readonly endYear: number;
}

/** Number of schools attended: none to two. */
export function schoolCountOf(population: Population, index: number): number {
  const bits = population.hash(index, ATTRIBUTE.educationCount) % 10;
  if (bits === 0) return 0;
  return bits < 6 ? 1 : 2;
}

/** Position in SCHOOLS of a person's nth school. */
export function schoolAt(population: Population, index: number, nth: number): number {
  return population.hash(index, ATTRIBUTE.education + nth) % SCHOOLS.length;
}

/** What a person learnt at their nth school; ends before their first job begins. */
export function educationAt(population: Population, index: number, nth: number): EducationAttributes {
  const bits = population.hash(index, ATTRIBUTE.education + nth) >>> 8;
  const firstJob = population.monthsBeforeStart(index, population.jobCountAt(index) - 1);
  const endYear = 2024 - Math.floor(firstJob / 12) - nth * 3;
  return {
    school: pickFrom(SCHOOLS, schoolAt(population, index, nth)),
    diploma: pickFrom(DIPLOMAS, bits),
    field: pickFrom(FUNCTION_ROWS[population.functionAt(index)]?.fields ?? ["Economics"], bits >>> 4),
    startYear: endYear - 2 - (bits % 3),
    endYear,
  };
}

export interface LanguageAttributes {
  readonly language: string;
  /** Position in PROFICIENCIES. */
  readonly proficiency: number;
}

/** The language of the place, English, and for every other person one more. */
export function languagesOf(population: Population, index: number): readonly LanguageAttributes[] {
  const bits = population.hash(index, ATTRIBUTE.language);
  const native = CITIES[population.cityAt(index)]?.language ?? "English";
  const languages: LanguageAttributes[] = [{ language: native, proficiency: PROFICIENCIES.length - 1 }];
  if (native !== "English") languages.push({ language: "English", proficiency: 1 + (bits % 4) });
  const foreign = pickFrom(FOREIGN_LANGUAGES, bits >>> 4);
  if ((bits & 1) === 0 && foreign !== native) {
    languages.push({ language: foreign, proficiency: (bits >>> 12) % 4 });
  }
  return languages;
}

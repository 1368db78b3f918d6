import { DIPLOMAS, FOREIGN_LANGUAGES, PROFICIENCIES, SCHOOLS, type School } from "./backgrounds.ts";
import { CITIES } from "./cities.ts";
import { FUNCTION_ROWS } from "./functions.ts";
import { pickFrom } from "./seeded-hash.ts";
import { FUNCTION_SKILL_POSITIONS, GENERAL_SKILL_POSITIONS } from "./skills.ts";
import { TRAIT, type Universe } from "./universe.ts";

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
export function someSkill(universe: Universe, index: number, test: (position: number) => boolean): boolean {
  const own = FUNCTION_SKILL_POSITIONS[universe.functionAt(index)] ?? GENERAL_SKILL_POSITIONS;
  return (
    stepThrough(own, universe.hash(index, TRAIT.skills), test) ||
    stepThrough(GENERAL_SKILL_POSITIONS, universe.hash(index, TRAIT.generalSkills), test)
  );
}

export interface EducationTrait {
  readonly school: School;
  readonly diploma: string;
  readonly field: string;
  readonly startYear: number;
  readonly endYear: number;
}

/** Number of schools attended: none to two. */
export function schoolCountOf(universe: Universe, index: number): number {
  const bits = universe.hash(index, TRAIT.educationCount) % 10;
  if (bits === 0) return 0;
  return bits < 6 ? 1 : 2;
}

/** Position in SCHOOLS of a person's nth school. */
export function schoolAt(universe: Universe, index: number, nth: number): number {
  return universe.hash(index, TRAIT.education + nth) % SCHOOLS.length;
}

/** What a person learnt at their nth school; ends before their first job begins. */
export function educationAt(universe: Universe, index: number, nth: number): EducationTrait {
  const bits = universe.hash(index, TRAIT.education + nth) >>> 8;
  const firstJob = universe.monthsBeforeStart(index, universe.jobCountAt(index) - 1);
  const endYear = 2024 - Math.floor(firstJob / 12) - nth * 3;
  return {
    school: pickFrom(SCHOOLS, schoolAt(universe, index, nth)),
    diploma: pickFrom(DIPLOMAS, bits),
    field: pickFrom(FUNCTION_ROWS[universe.functionAt(index)]?.fields ?? ["Economics"], bits >>> 4),
    startYear: endYear - 2 - (bits % 3),
    endYear,
  };
}

export interface LanguageTrait {
  readonly language: string;
  /** Position in PROFICIENCIES. */
  readonly proficiency: number;
}

/** The language of the place, English, and for every other person one more. */
export function languagesOf(universe: Universe, index: number): readonly LanguageTrait[] {
  const bits = universe.hash(index, TRAIT.language);
  const native = CITIES[universe.cityAt(index)]?.language ?? "English";
  const languages: LanguageTrait[] = [{ language: native, proficiency: PROFICIENCIES.length - 1 }];
  if (native !== "English") languages.push({ language: "English", proficiency: 1 + (bits % 4) });
  const foreign = pickFrom(FOREIGN_LANGUAGES, bits >>> 4);
  if ((bits & 1) === 0 && foreign !== native) {
    languages.push({ language: foreign, proficiency: (bits >>> 12) % 4 });
  }
  return languages;
}

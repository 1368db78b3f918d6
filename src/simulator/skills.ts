import { FUNCTION_ROWS } from "./functions.ts";

/** Skills that people of any function have; thirteen, like the lists of the functions. */
const GENERAL_SKILLS =
  "Leadership|Communication|Public Speaking|Mentoring|Strategy|Team Building|Problem Solving|Remote Work|Presentation|Stakeholder Management|Time Management|Excel|Innovation".split(
    "|",
  );

/** Every skill once; people hold positions in this list. */
export const SKILLS: readonly string[] = [
  ...new Set([...FUNCTION_ROWS.flatMap((row) => row.skills), ...GENERAL_SKILLS]),
];

function toPositions(texts: readonly string[]): readonly number[] {
  return texts.map((text) => SKILLS.indexOf(text));
}

export const GENERAL_SKILL_POSITIONS: readonly number[] = toPositions(GENERAL_SKILLS);

/** By position in FUNCTION_ROWS. */
export const FUNCTION_SKILL_POSITIONS: readonly (readonly number[])[] = FUNCTION_ROWS.map((row) =>
  toPositions(row.skills),
);

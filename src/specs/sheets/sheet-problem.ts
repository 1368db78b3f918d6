import { SourcingError, type SpecProblem } from "../../values/errors.ts";

/** One thing wrong with a CSV of specs. */
export interface SheetProblem extends Omit<SpecProblem, "column"> {
  /** Line of the file as an editor counts it, from 1; null where the file as a whole is at fault. */
  readonly line: number | null;
  /** Null where the row or the file as a whole is at fault. */
  readonly column: string | null;
}

/** Something likely to be a mistake that nevertheless never stops an import. */
export interface SheetWarning {
  readonly line: number;
  readonly column: string;
  readonly message: string;
}

/** The file as a whole cannot be read: no row of it may be used. */
export class InvalidSheet extends SourcingError {
  readonly problems: readonly SheetProblem[];
  constructor(problems: readonly SheetProblem[]) {
    super(problems.map(formatProblem).join("\n"));
    this.problems = problems;
  }
}

/** `line 7, column location_radius: found "900"; expected a whole number from 1 to 500; write 500 or less`. */
export function formatProblem(problem: SheetProblem): string {
  const place = formatPlace(problem.line, problem.column);
  return `${place}found ${problem.found}; expected ${problem.expected}; ${problem.fix}`;
}

/** `line 7, column company_size: "Feb-05" looks like a date …`. */
export function formatWarning(warning: SheetWarning): string {
  return `${formatPlace(warning.line, warning.column)}${warning.message}`;
}

function formatPlace(line: number | null, column: string | null): string {
  const parts = [line === null ? [] : [`line ${line}`], column === null ? [] : [`column ${column}`]].flat();
  return parts.length === 0 ? "" : `${parts.join(", ")}: `;
}

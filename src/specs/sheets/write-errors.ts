import { ERROR_COLUMNS, isErrorColumn } from "./read-header.ts";
import type { SpecSheet } from "./read-specs.ts";
import type { SheetProblem } from "./sheet-problem.ts";
import { type CsvRow, toCsv } from "./write-rows.ts";

/**
 * The failed rows of a sheet, their cells as they were, after columns that say what is wrong. Once corrected, the file
 * can be read again, because `readSpecs` ignores these columns. Where a row has several problems, each takes a line of the cell.
 * They come first because a row that is too long or too short is kept so.
 * Null if there is nothing to correct row by row: no problem, or a file refused as a whole.
 */
export function toErrorsCsv(sheet: SpecSheet): string | null {
  if (sheet.fatal || sheet.problems.length === 0) return null;
  const kept = sheet.headers.map((header) => !isErrorColumn(header));
  const byLine = groupByLine(sheet.problems);
  const rows = sheet.rows.flatMap((row): CsvRow[] => {
    const problems = byLine.get(row.line);
    if (problems === undefined) return [];
    const cells = row.cells.filter((_, index) => kept[index] !== false);
    return [[row.line, ...explain(problems), ...cells]];
  });
  const headers = sheet.headers.filter((_, index) => kept[index] !== false);
  return toCsv([[...ERROR_COLUMNS, ...headers], ...rows], { bom: true, delimiter: sheet.delimiter });
}

function groupByLine(problems: readonly SheetProblem[]): Map<number | null, SheetProblem[]> {
  const byLine = new Map<number | null, SheetProblem[]>();
  for (const problem of problems) {
    const known = byLine.get(problem.line);
    if (known === undefined) byLine.set(problem.line, [problem]);
    else known.push(problem);
  }
  return byLine;
}

function explain(problems: readonly SheetProblem[]): string[] {
  const each = (text: (problem: SheetProblem) => string) => problems.map(text).join("\n");
  return [
    each((problem) => problem.column ?? ""),
    each((problem) => problem.found),
    each((problem) => problem.expected),
    each((problem) => problem.fix),
  ];
}

import { readFile, stat } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { formatProblem, formatWarning } from "../csv/csv-problem.ts";
import { fileTooLarge } from "../csv/decode-file.ts";
import { readSpecs } from "../csv/read-specs.ts";
import { describeColumns, toTemplateCsv } from "../csv/write-specs.ts";

/** Validates a CSV of specs with no effects; `-` is standard input. Gives the exit code: 0 good, 2 not. */
export async function checkSpecs(file: string): Promise<number> {
  const bytes = await readSpecFile(file);
  if (typeof bytes === "string") {
    process.stderr.write(`${bytes}\n`);
    return 2;
  }
  const sheet = readSpecs(bytes);
  for (const warning of sheet.warnings) process.stderr.write(`warning: ${formatWarning(warning)}\n`);
  for (const problem of sheet.problems) process.stderr.write(`${formatProblem(problem)}\n`);
  process.stdout.write(`${sheet.specs.length} good specs, ${sheet.problems.length} problems\n`);
  return sheet.problems.length === 0 ? 0 : 2;
}

/** Prints the CSV template, or the meaning of every column. */
export function printTemplate(columnsOnly: boolean): void {
  process.stdout.write(columnsOnly ? describeColumns() : toTemplateCsv());
}

async function readSpecFile(file: string): Promise<Uint8Array | string> {
  if (file === "-") return buffer(process.stdin);
  try {
    const tooLarge = fileTooLarge((await stat(file)).size);
    return tooLarge === null ? await readFile(file) : formatProblem(tooLarge);
  } catch (error) {
    if (error instanceof Error && "code" in error) return `cannot read ${file}: ${error.code}`;
    throw error;
  }
}

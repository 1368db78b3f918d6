import { readFile, stat } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { formatProblem, formatWarning } from "../csv/csv-problem.ts";
import { fileTooLarge } from "../csv/decode-file.ts";
import { readSpecs, type SpecSheet } from "../csv/read-specs.ts";
import { UsageError } from "../domain/errors.ts";

/** The bytes of a file, or of standard input for `-`. @throws UsageError */
export async function readFileOrStdin(file: string): Promise<Uint8Array> {
  if (file === "-") return buffer(process.stdin);
  try {
    const tooLarge = fileTooLarge((await stat(file)).size);
    if (tooLarge !== null) throw new UsageError(formatProblem(tooLarge));
    return await readFile(file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    const why = error.code === "ENOENT" ? "there is no such file" : String(error.code);
    throw new UsageError(`cannot read ${file}: ${why}`);
  }
}

/** Prints what is wrong and what is odd about a sheet, on stderr. */
export function tellProblems(sheet: SpecSheet): void {
  for (const warning of sheet.warnings) process.stderr.write(`warning: ${formatWarning(warning)}\n`);
  for (const problem of sheet.problems) process.stderr.write(`${formatProblem(problem)}\n`);
}

/** A sheet without a single problem. @throws UsageError once all problems are told */
export async function readGoodSheet(file: string): Promise<{ sheet: SpecSheet; bytes: Uint8Array }> {
  const bytes = await readFileOrStdin(file);
  const sheet = readSpecs(bytes);
  tellProblems(sheet);
  if (sheet.problems.length > 0) {
    const count = sheet.problems.length === 1 ? "1 problem" : `${sheet.problems.length} problems`;
    throw new UsageError(
      `${count} in ${file}, nothing was done; \`sourcing specs import ${file} --errors mend.csv\` writes the rows at fault to mend.csv`,
    );
  }
  return { sheet, bytes };
}

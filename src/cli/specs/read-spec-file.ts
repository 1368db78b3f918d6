import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { fileTooLarge } from "../../specs/sheets/decode-file.ts";
import { readSpecs, type SheetPlace, type SpecSheet } from "../../specs/sheets/read-specs.ts";
import { formatProblem, formatWarning } from "../../specs/sheets/sheet-problem.ts";
import { UsageError } from "../../values/errors.ts";

/** The bytes of a file, or of standard input for `-`; of what is too large no more than shows it. @throws UsageError */
export async function readFileOrStdin(file: string): Promise<Uint8Array> {
  if (file === "-") return readBytes(process.stdin);
  try {
    refuseSize((await stat(file)).size);
    return await readBytes(createReadStream(file));
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    const why = error.code === "ENOENT" ? "there is no such file" : String(error.code);
    throw new UsageError(`cannot read ${file}: ${why}`);
  }
}

async function readBytes(stream: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop closes the stream.
  for await (const chunk of stream) {
    size += chunk.length;
    refuseSize(size);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refuseSize(bytes: number): void {
  const tooLarge = fileTooLarge(bytes);
  if (tooLarge !== null) throw new UsageError(formatProblem(tooLarge));
}

/** Prints what is wrong and what is odd about a sheet, on stderr. */
export function tellProblems(sheet: SpecSheet): void {
  for (const warning of sheet.warnings) process.stderr.write(`warning: ${formatWarning(warning)}\n`);
  for (const problem of sheet.problems) process.stderr.write(`${formatProblem(problem)}\n`);
}

/** A sheet without a single problem. @throws UsageError once all problems are told */
export async function readGoodSheet(file: string, place: SheetPlace = {}): Promise<SpecSheet> {
  const sheet = readSpecs(await readFileOrStdin(file), place);
  tellProblems(sheet);
  if (sheet.problems.length > 0) {
    const count = sheet.problems.length === 1 ? "1 problem" : `${sheet.problems.length} problems`;
    throw new UsageError(
      `${count} in ${file}, nothing was done; \`sourcing specs import ${file} --errors mend.csv\` writes the rows at fault to mend.csv`,
    );
  }
  return sheet;
}

import { stat } from "node:fs/promises";
import { switchSpecs } from "../../composition/specs/switch-specs.ts";
import { noSuchSpec } from "../../specs/no-such-spec.ts";
import { withSameSearches } from "../../specs/same-searches.ts";
import { readSpecs, type SheetPlace } from "../../specs/sheets/read-specs.ts";
import { formatProblem, formatWarning } from "../../specs/sheets/sheet-problem.ts";
import { toErrorsCsv } from "../../specs/sheets/write-errors.ts";
import type { Delimiter } from "../../specs/sheets/write-rows.ts";
import { describeColumns, toSpecsCsv, toTemplateCsv } from "../../specs/sheets/write-specs.ts";
import { describeChange, describeRevision, type ImportPlan } from "../../specs/spec-changes.ts";
import { UsageError } from "../../values/errors.ts";
import { toPrintableJson } from "../../values/printable-text.ts";
import { type ExitCode, exitCodeForInput, exitCodeForRows } from "../command/exit-code.ts";
import { withApp } from "../command/with-app.ts";
import { writePrivateFile } from "../screen/write-private-file.ts";
import { readFileOrStdin, tellProblems } from "./read-spec-file.ts";

export interface ListOptions {
  readonly json?: boolean;
}

export type CheckOptions = ListOptions & SheetPlace;

export interface ImportCommandOptions extends SheetPlace {
  /** File to write the rows at fault to. */
  readonly errors?: string;
  /** Disable the stored specs that the file does not name. */
  readonly prune?: boolean;
  /** Store nothing unless every row is good. */
  readonly strict?: boolean;
}

/** Validates a CSV of specs with no effects. Returns the exit code. */
export async function checkSpecs(file: string, options: CheckOptions): Promise<ExitCode> {
  const sheet = readSpecs(await readFileOrStdin(file), options);
  const { specs, problems, warnings } = sheet;
  if (options.json === true) {
    const said = { problems: problems.map(formatProblem), warnings: warnings.map(formatWarning) };
    process.stdout.write(`${toPrintableJson({ specs: specs.length, ...said })}\n`);
  } else {
    tellProblems(sheet);
    process.stdout.write(`${specs.length} good specs, ${problems.length} problems\n`);
  }
  return exitCodeForInput(problems.length === 0);
}

/** Stores the good rows of a CSV. Returns the exit code. */
export async function importSpecFile(file: string, options: ImportCommandOptions): Promise<ExitCode> {
  if (options.errors !== undefined) await refuseSameFile(file, options.errors);
  const sheet = readSpecs(await readFileOrStdin(file), options);
  tellProblems(sheet);
  const errors = toErrorsCsv(sheet);
  if (options.errors !== undefined && errors !== null) {
    await writePrivateFile(options.errors, [errors]);
    process.stderr.write(
      `The rows at fault are in ${options.errors}; mend them there and import that file.\n`,
    );
  }
  const refused =
    sheet.fatal || sheet.specs.length === 0 || (options.strict === true && sheet.problems.length > 0);
  if (refused) {
    process.stderr.write("Nothing was stored.\n");
    return exitCodeForInput(false);
  }
  const incoming = sheet.specs.map(({ spec }) => spec);
  const rules = { prune: options.prune === true, mentioned: sheet.slugs };
  const plan = await withApp(({ specs }) => specs.import(incoming, rules));
  process.stdout.write(describeImport(plan));
  return exitCodeForRows(sheet.problems.length);
}

/** @throws UsageError if the rows at fault would be written over the sheet, by whatever name it has */
async function refuseSameFile(input: string, output: string): Promise<void> {
  const [one, other] = await Promise.all([input, output].map((file) => stat(file).catch(() => null)));
  if (!one || !other || one.ino !== other.ino || one.dev !== other.dev) return;
  throw new UsageError(`--errors names the file that is imported: name another one; nothing was stored`);
}

function describeImport(plan: ImportPlan): string {
  const { added, changed, revised, unchanged, disabled } = plan;
  const counts = `${added.length} new, ${revised.length} revised, ${changed.length} changed, ${unchanged.length} unchanged`;
  const lines = [
    ...revised.map((change) => describeRevision(change)),
    ...changed.map(describeChange),
    ...disabled.map(({ spec }) => `${spec}: disabled`),
    disabled.length === 0 ? counts : `${counts}, ${disabled.length} disabled`,
  ];
  return `${lines.join("\n")}\n`;
}

/** Prints the CSV template, or the meaning of every column. */
export function printTemplate(columnsOnly: boolean, delimiter: Delimiter): void {
  process.stdout.write(columnsOnly ? describeColumns() : toTemplateCsv(delimiter));
}

/** Prints stored specs, one line each. */
export async function listSpecs(options: ListOptions): Promise<void> {
  const all = await withApp(({ specs }) => specs.stored());
  const stored = withSameSearches(all, all);
  if (options.json === true) {
    process.stdout.write(`${toPrintableJson(stored)}\n`);
    return;
  }
  for (const spec of stored) {
    const marks = [spec.enabled ? null : "disabled", spec.nightly ? "nightly" : null, ...spec.tags];
    const shown = marks.filter((mark) => mark !== null).join(", ");
    process.stdout.write(`${spec.spec} r${spec.revision}${shown === "" ? "" : ` (${shown})`}\n`);
    for (const warning of spec.warnings) process.stdout.write(`  warning: ${warning}\n`);
  }
  if (stored.length === 0) process.stderr.write("No specs are stored yet: `sourcing specs import FILE`.\n");
}

/** Prints all of one stored spec as JSON. @throws UsageError where there is none of that name */
export async function showSpec(slug: string): Promise<void> {
  const stored = await withApp(({ specs }) => specs.stored());
  const found = withSameSearches(stored, stored).find(({ spec }) => spec === slug);
  if (found === undefined) throw noSuchSpec([slug], stored);
  process.stdout.write(`${toPrintableJson(found, 2)}\n`);
}

/** Prints the stored specs as the CSV that would import them. */
export async function exportSpecs(delimiter: Delimiter): Promise<void> {
  const stored = await withApp(({ specs }) => specs.stored());
  process.stdout.write(toSpecsCsv(stored, delimiter));
}

/** Allows or forbids runs to take these specs. @throws UsageError where one is not stored */
export async function enableSpecs(slugs: readonly string[], enabled: boolean): Promise<void> {
  await withApp((app) => switchSpecs(app, slugs, enabled));
  process.stderr.write(`${slugs.join(", ")}: ${enabled ? "enabled" : "disabled"}\n`);
}

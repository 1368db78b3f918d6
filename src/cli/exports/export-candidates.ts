import { audited } from "../../composition/privacy/audited.ts";
import { type ExportDeps, type ExportResult, exportPeople } from "../../exports/export-people.ts";
import type { ExportFilter } from "../../exports/export-set.ts";
import type { ExportFormat } from "../../exports/formats/export-format.ts";
import { readConfig } from "../../operations/config.ts";
import { UsageError } from "../../values/errors.ts";
import { describeLongCells, hasDecimalComma, toDelimiter } from "../command/csv-options.ts";
import { type ExitCode, endNow, exitCodeForOutcome } from "../command/exit-code.ts";
import { type Interruption, listenForInterruption } from "../command/interruption.ts";
import { withApp } from "../command/with-app.ts";
import { leftOutName, refuseExisting } from "./export-file-names.ts";
import { makeExportLines } from "./export-lines.ts";
import { type ExportOptions, toExportRequest } from "./export-request.ts";
import { type FileSink, makeFileSink } from "./file-writer.ts";
import { makeStdoutSink } from "./stdout-writer.ts";

/** Writes candidates to stdout or to files and records the hand-over. Returns the exit code. @throws UsageError */
export async function exportCandidates(options: ExportOptions): Promise<ExitCode> {
  const request = toExportRequest(options, options.tz ?? readConfig().limitsTimeZone);
  hasDecimalComma(options);
  if (options.out !== undefined) await refuseExisting(options.out);
  if (request.filter.contacts) tell("This hands over e-mail addresses and phone numbers.");
  const meaning = describeSince(request.filter);
  if (meaning !== null) tell(meaning);
  const interruption = listenForInterruption(() => {});
  const { stopping: signal, aborting } = interruption;
  aborting.addEventListener("abort", () => endNow(interruption.exitCode()));
  const place = choosePlace(options, request.format, interruption);
  try {
    const result = await withApp((app) => {
      const give = (count: (people: number) => void) => {
        const openWriter = countingWriter(place.openWriter, options.out === undefined ? count : () => {});
        return exportPeople({ store: app.exports, openWriter }, { ...request, signal });
      };
      if (!request.filter.contacts) return give(() => {});
      const subject = `${request.filter.destination} (${request.format.name})`;
      return audited(app, { command: "export", subject }, async (count) => {
        const given = await give(count);
        // A file that was not completed is removed again, so that no data was handed over.
        if (options.out !== undefined && given.completed.kind !== "erased") count(given.people);
        return given;
      });
    });
    tellLongCells(place.longCells());
    return tellResult(result, { to: request.filter.destination, out: options.out, files: place.files() });
  } catch (error) {
    const exitCode = signal.aborted ? interruption.exitCode() : null;
    if (exitCode === null) throw error;
    tell("Interrupted: nothing was recorded, and no file was left.");
    return exitCode;
  } finally {
    interruption.release();
  }
}

/** Explains `--since` beside `--specs`, which does not narrow it; null: the two were not given together. */
function describeSince({ since, specs }: ExportFilter): string | null {
  if (since === null || specs === null) return null;
  const time = since.toISOString().slice(0, 16).replace("T", " ");
  return `People whom ${specs.join(", ")} has ever found, and whose record is new or changed since ${time} UTC, whichever search showed it.`;
}

/** Counts people when they are written, because stdout hands them over at once. */
function countingWriter(
  open: ExportDeps["openWriter"],
  count: (people: number) => void,
): ExportDeps["openWriter"] {
  return async (columns, rows) => {
    const writer = await open(columns, rows);
    return {
      ...writer,
      write: async (candidates) => {
        count(candidates.length);
        await writer.write(candidates);
      },
    };
  };
}

/** Chooses where the export goes, and records which files it makes. */
function choosePlace(
  { out, raw, excel, ...signs }: ExportOptions,
  format: ExportFormat,
  { stopping }: Interruption,
): Pick<ExportDeps, "openWriter"> & {
  files(): readonly string[];
  longCells(): readonly string[];
} {
  const opened: FileSink[] = [];
  const long: string[] = [];
  const { rowsPerFile } = format;
  return {
    longCells: () => long,
    files: () => opened.flatMap((sink) => sink.files()),
    async openWriter(columns, rows) {
      const lines = makeExportLines(format, columns, {
        ...{ raw: raw === true, bom: excel === true, delimiter: toDelimiter(signs.delimiter) },
        decimalComma: raw !== true && hasDecimalComma(signs),
        onLongCell: (column, { profile_id }) => long.push(`${column} of ${profile_id}`),
      });
      if (out !== undefined) {
        const sink = makeFileSink(out, lines, rowsPerFile);
        opened.push(sink);
        return sink;
      }
      if (rowsPerFile === null || rows <= rowsPerFile) return makeStdoutSink(lines, stopping);
      throw new UsageError(
        `${format.name} takes ${rowsPerFile} rows a file and there are ${rows} people: give --out FILE, and there will be several`,
      );
    },
  };
}

interface Place {
  /** Destination. */
  readonly to: string;
  readonly out: string | undefined;
  readonly files: readonly string[];
}

function tellResult({ completed, people, skipped }: ExportResult, { to, out, files }: Place): ExitCode {
  if (completed.kind === "erased") {
    const rest = out === undefined ? "they stand in what was written, so delete it and" : "no file was kept;";
    tell(
      `${completed.people} of these people were erased meanwhile: nothing was recorded; ${rest} export again.`,
    );
    return exitCodeForOutcome(false);
  }
  const number = completed.kind === "empty" ? "not recorded" : `export ${completed.exportId}`;
  tell(`${people} people for ${to} (${number})${out === undefined ? "" : ` in ${nameFiles(files)}`}`);
  if (skipped > 0) {
    const where = out === undefined ? "--out FILE writes down who and why" : `see ${leftOutName(out)}`;
    tell(`${skipped} left out, because the format cannot take them: ${where}`);
  }
  return exitCodeForOutcome(true);
}

function tellLongCells(cells: readonly string[]): void {
  process.stderr.write(describeLongCells(cells) ?? "");
}

function nameFiles(files: readonly string[]): string {
  return files.length > 3 ? `${files[0]} to ${files.at(-1)}` : files.join(", ");
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

import type { Command } from "commander";
import { EXPORT_FORMATS } from "../../exports/formats/formats.ts";
import { DECIMAL_OPTION, DELIMITER_OPTION } from "../command/csv-options.ts";
import { collect, toWholeNumber } from "../command/option-values.ts";
import { withExitCode } from "../command/with-exit-code.ts";
import { exportCandidates } from "./export-candidates.ts";
import type { ExportOptions } from "./export-request.ts";
import { listExports, undoExport } from "./list-and-undo.ts";

/** `sourcing export` and `sourcing exports …` */
export function addExportCommands(program: Command): void {
  program
    .command("export")
    .description("write candidates to stdout or to files, and remember who went where")
    .option("--for <format>", EXPORT_FORMATS.map(({ name, about }) => `${name}: ${about}`).join("; "), "csv")
    .option(
      "--since <when>",
      "only whose record is new or changed since, whichever search showed it: 7d, or a day such as 2026-01-31 (from midnight in the zone of --tz)",
    )
    .option("--tz <zone>", "whose day --since names, such as Europe/Paris (default: TZ_LIMITS)")
    .option("--specs <slugs>", "only whom these specs found")
    .option("--query <name>", "only whom a query gives, with what it says of them")
    .option("--param <name=value>", "for the query; may be repeated", collect, [])
    .option("--new", "only who was never exported to the destination")
    .option("--contacts", "addresses and numbers too")
    .option("--to <destination>", "where it goes (default: the name of the format)")
    .option("--out <file>", "write files there, complete or not at all")
    .option("--raw", "leave texts as they are that a spreadsheet could run as a formula")
    .option("--excel", "begin with a byte order mark, without which Excel garbles accents")
    .option(...DELIMITER_OPTION)
    .option(...DECIMAL_OPTION)
    .action((options: ExportOptions) => withExitCode(() => exportCandidates(options)));
  const exports = program
    .command("exports")
    .description("list what was exported where")
    .option("--json", "print JSON")
    .action((options: { json?: boolean }) => withExitCode(() => listExports(options)));
  exports
    .command("undo <export>")
    .description("take an export back, so that its people are new to the destination again")
    .action((id: string) => withExitCode(() => undoExport(toWholeNumber(id))));
}

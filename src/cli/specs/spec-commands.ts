import type { Command } from "commander";
import { type CsvSigns, DELIMITER_OPTION, toDelimiter } from "../command/csv-options.ts";
import { toCount } from "../command/option-values.ts";
import { withExitCode } from "../command/with-exit-code.ts";
import {
  type CheckOptions,
  checkSpecs,
  enableSpecs,
  exportSpecs,
  type ImportCommandOptions,
  importSpecFile,
  type ListOptions,
  listSpecs,
  printTemplate,
  showSpec,
} from "./manage-specs.ts";

/** Adds the options that say where in a file the specs stand. */
export function withSheetPlace(command: Command): Command {
  return command
    .option("--sheet <name>", "the sheet of a workbook (.xlsx, .ods), where it is not the first")
    .option("--header-line <line>", "the line of the column names, where it is not the first", toCount);
}

/** `sourcing specs …` */
export function addSpecCommands(program: Command): void {
  const specs = program.command("specs").description("search specs: one row of a CSV each");
  withSheetPlace(specs.command("check <file>"))
    .description("validate a CSV or workbook of specs with no effects; - reads standard input")
    .option("--json", "print one JSON object")
    .action((file: string, options: CheckOptions) => withExitCode(() => checkSpecs(file, options)));
  withSheetPlace(specs.command("import <file>"))
    .description("store the good rows of a CSV or workbook; - reads standard input")
    .option("--errors <out>", "write the rows at fault to this CSV, to be mended and imported")
    .option("--prune", "disable the stored specs that the file does not name")
    .option("--strict", "store nothing unless every row is good")
    .action((file: string, options: ImportCommandOptions) =>
      withExitCode(() => importSpecFile(file, options)),
    );
  specs
    .command("list")
    .description("list the stored specs")
    .option("--json", "print one JSON array")
    .action((options: ListOptions) => withExitCode(() => listSpecs(options)));
  specs
    .command("show <spec>")
    .description("print all of one stored spec")
    .action((slug: string) => withExitCode(() => showSpec(slug)));
  specs
    .command("enable <spec...>")
    .description("let runs take these specs")
    .action((slugs: string[]) => withExitCode(() => enableSpecs(slugs, true)));
  specs
    .command("disable <spec...>")
    .description("keep runs from taking these specs")
    .action((slugs: string[]) => withExitCode(() => enableSpecs(slugs, false)));
  specs
    .command("export")
    .description("print the stored specs as a CSV")
    .option(...DELIMITER_OPTION)
    .action(({ delimiter }: CsvSigns) => withExitCode(() => exportSpecs(toDelimiter(delimiter))));
  specs
    .command("template")
    .description("print an empty CSV of specs with an example row")
    .option("--help-columns", "print what each column means instead")
    .option(...DELIMITER_OPTION)
    .action(({ helpColumns, delimiter }: CsvSigns & { helpColumns?: boolean }) =>
      withExitCode(async () => printTemplate(helpColumns === true, toDelimiter(delimiter))),
    );
}

import { type Command, Option } from "commander";
import { UsageError } from "../../values/errors.ts";
import { DECIMAL_OPTION, DELIMITER_OPTION } from "../command/csv-options.ts";
import { collect, toCount, toMilliseconds, toWholeNumber } from "../command/option-values.ts";
import { withExitCode } from "../command/with-exit-code.ts";
import { type SettleOptions, settle } from "../credits/settle.ts";
import { type CreditsOptions, showCredits } from "../credits/show-credits.ts";
import { type PricesOptions, showPrices } from "../credits/show-prices.ts";
import { addDatabaseCommands } from "./db-commands.ts";
import { explainQuery, listQueries, type SaveOptions, saveQuery } from "./queries.ts";
import { type QueryOptions, query } from "./query.ts";
import { type SchemaOptions, showSchema } from "./show-schema.ts";

/** `sourcing query|queries`, `sourcing credits …` and `sourcing db …` */
export function addStoreCommands(program: Command): void {
  addPeopleCommands(program);
  const credits = program
    .command("credits")
    .description("the ledger: spent, reserved, in suspense, balance as of when")
    .option("--by <group>", "spec, owner, tag, day, month or run", "spec")
    .option("--suspense", "list the calls of which nobody knows whether they were charged")
    .option("--json", "print one JSON object")
    .action((options: CreditsOptions) => withExitCode(() => showCredits(options)));
  credits
    .command("settle [call]")
    .description("say what a call in suspense was charged, or correct what was said before")
    .requiredOption("--charged <credits>", "for each call; 0: it was not charged", toWholeNumber)
    .option("--run <run>", "every call in suspense of this run", toWholeNumber)
    .option("--all", "every call in suspense")
    .option("--force", "also at more credits than were reserved")
    .action((call: string | undefined, options: SettleOptions) => withExitCode(() => settle(call, options)));
  credits
    .command("prices")
    .description("what a page of each class of searches is held to cost, and why")
    .option("--forget <class>", "take the price of a class back")
    .option("--json", "print one JSON object")
    .action((options: PricesOptions, command: Command) =>
      // `credits` has a --json of its own, which takes the option wherever it stands.
      withExitCode(() => showPrices({ ...options, json: command.optsWithGlobals().json === true })),
    );
  addDatabaseCommands(program);
}

function addPeopleCommands(program: Command): void {
  const command = program
    .command("query [sql] [values...]")
    .description("answer SQL, or a query by its name; only reads")
    .usage('"select …" | NAME [--parameter value …] [options]')
    .option("--format <format>", "table, csv, json or jsonl", "table")
    .option("--out <file>", "write the rows there, for you alone")
    .option(...DELIMITER_OPTION)
    .option(...DECIMAL_OPTION)
    .option("--limit <rows>", "most rows; a table has 200 unless told, the others all", toCount)
    .option("--contacts", "let it read addresses and numbers too")
    .option("-x, --vertical", "a block for each row with a line for each column, for rows of many columns")
    .addOption(
      new Option("--timeout <time>", "how long to wait for the database, such as 500ms, 30s or 5m")
        .argParser(toMilliseconds)
        .default(30_000, "30s"),
    )
    .option("--param <name=value>", "for named queries; may be repeated", collect, [])
    .option("--list", "list the queries that ship with it, and your own")
    .option("-h, --help", "with NAME: what that query answers and takes")
    .helpOption(false)
    // Parameters of named queries are options of their own.
    .allowUnknownOption()
    .action((text: string | undefined, values: string[], options: QueryOptions) =>
      withExitCode(async () => {
        if (options.list !== true && options.help !== true && text === undefined)
          throw new UsageError(
            "say what to answer: SQL in quotes, or the name of a query of `sourcing queries`",
          );
        if (options.help === true && (text === undefined || text.includes(" "))) {
          command.outputHelp();
          return null;
        }
        if (text !== undefined && options.list !== true && options.help !== true)
          return query(text, values, options);
        if (options.list === true || text === undefined) listQueries();
        else explainQuery(text);
        return null;
      }),
    );
  program
    .command("schema [view]")
    .description(
      "list what SQL can name: views, tables and functions; of one, its columns and what they hold",
    )
    .option("--contacts", "also what only `query --contacts` reads")
    .option("--json", "print one JSON object")
    .action((name: string | undefined, options: SchemaOptions) =>
      withExitCode(() => showSchema(name, options)),
    );
  const queries = program
    .command("queries")
    .description("list the queries that ship with it, and your own in the folder queries")
    .action(() => withExitCode(async () => listQueries()));
  queries
    .command("save <name> <sql>")
    .description(
      "save SQL as a query of your own, a file in the folder queries; - reads it from standard input",
    )
    .option("--about <text>", "what it answers")
    .option("--force", "replace the query of that name")
    .action((name: string, sql: string, options: SaveOptions) =>
      withExitCode(() => saveQuery(name, sql, options)),
    );
}

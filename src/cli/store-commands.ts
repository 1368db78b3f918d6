import type { Command } from "commander";
import { type CreditsOptions, settle, showCredits } from "./credits.ts";
import { databaseStatus, migrate, printUrl, psql } from "./db.ts";
import { addDbCopyCommand } from "./db-copy.ts";
import { doCommand } from "./do-command.ts";
import { type ExportOptions, exportPeople } from "./export.ts";
import { collect, toWholeNumber } from "./option-values.ts";
import { listQueries, type QueryOptions, query } from "./query.ts";

/** `sourcing query|queries|export`, `sourcing credits …` and `sourcing db …` */
export function addStoreCommands(program: Command): void {
  addPeopleCommands(program);
  const credits = program
    .command("credits")
    .description("the ledger: spent, reserved, in suspense, balance as of when")
    .option("--by <group>", "spec, tag, day or run", "spec")
    .option("--suspense", "list the calls of which nobody knows whether they were charged")
    .option("--json", "print one JSON object")
    .action((options: CreditsOptions) => doCommand(() => showCredits(options)));
  credits
    .command("settle <call>")
    .description("say what a call in suspense was charged")
    .requiredOption("--charged <credits>", "0: it was not charged", toWholeNumber)
    .action((call: string, options: { charged: number }) =>
      doCommand(() => settle(toWholeNumber(call), options.charged)),
    );
  const db = program.command("db").description("the database");
  db.command("migrate")
    .description("bring the database up to date")
    .action(() => doCommand(migrate));
  db.command("status")
    .description("say which database is used and whether it is up to date")
    .action(() => doCommand(databaseStatus));
  db.command("url")
    .description("print its address, password included")
    .action(() => doCommand(printUrl));
  db.command("psql")
    .description("open psql on it")
    .action(() => doCommand(psql));
  addDbCopyCommand(db);
}

function addPeopleCommands(program: Command): void {
  program
    .command("query <sql>")
    .description("answer SQL, or a query by its name; only reads")
    .option("--format <format>", "table, csv or json", "table")
    .option("--param <name=value>", "for named queries; may be repeated", collect, [])
    .action((text: string, options: QueryOptions) => doCommand(() => query(text, options)));
  program
    .command("queries")
    .description("list the queries that ship with it")
    .action(() => doCommand(async () => listQueries()));
  program
    .command("export")
    .description("write candidates to stdout")
    .option("--for <format>", "csv (for spreadsheets) or jsonl", "csv")
    .option("--since <when>", "only who changed since: 7d, or a day such as 2026-01-31")
    .option("--specs <slugs>", "only whom these specs found")
    .option("--contacts", "addresses and numbers too")
    .action((options: ExportOptions) => doCommand(() => exportPeople(options)));
}

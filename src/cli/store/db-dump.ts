import type { Command } from "commander";
import { dumpStore } from "../../composition/copies/dump-store.ts";
import type { StoreDump } from "../../database/copy/dump-database.ts";
import { withApp } from "../command/with-app.ts";
import { withExitCode } from "../command/with-exit-code.ts";
import { openDumpTarget } from "./dump-target.ts";

interface DumpCommandOptions {
  /** False: contacts and raw answers are left out. */
  readonly contacts: boolean;
  readonly json?: boolean;
}

/** `sourcing db dump` */
export function addDbDumpCommand(db: Command): void {
  db.command("dump")
    .argument("<file>", "a new file, which only you may read; - is stdout, for a program that encrypts")
    .description("write the whole store to a file, while runs and workers go on")
    .option("--no-contacts", "leave out contacts and all raw answers; the restored store cannot buy")
    .option("--json", "print one JSON object, but not with -")
    .addHelpText(
      "after",
      "\nExamples:\n  sourcing db dump backup.dump\n  sourcing db dump - | age -r age1… > backup.dump.age\n",
    )
    .action((file: string, options: DumpCommandOptions) => withExitCode(() => dump(file, options)));
}

/** Writes the store and says what has to be kept beside it. Gives the exit code. @throws UsageError */
async function dump(file: string, { contacts, json = false }: DumpCommandOptions): Promise<number> {
  return withApp(async (app) => {
    const target = await openDumpTarget(file);
    const written = await target.finish((out) =>
      dumpStore(app, out, { contacts, onTable: ({ table, rows }) => tell(`${table}: ${count(rows)}`) }),
    );
    if (json && file !== "-")
      process.stdout.write(`${JSON.stringify({ file, contacts, tables: written.tables })}\n`);
    for (const line of whatElse(
      written,
      app.config.suppressionPepper === null ? app.config.home : null,
      contacts,
    ))
      tell(line);
    return 0;
  });
}

/** What a dump leaves for a person to do. @param home where the pepper is kept; null: in the environment */
function whatElse({ leftOut }: StoreDump, home: string | null, contacts: boolean): string[] {
  const pepper =
    home === null ? "SUPPRESSION_PEPPER" : `${home}/secrets/suppression-pepper (or SUPPRESSION_PEPPER)`;
  return [
    ...(leftOut.length === 0
      ? []
      : [`Not in it, because they are no tables of the store: ${leftOut.join(", ")}.`]),
    contacts
      ? "It holds people and their contacts: keep it encrypted, and no longer than the store itself would keep them."
      : "It holds people, without contacts and raw answers; the restored store is for questions and cannot buy.",
    `Keep apart from it: ${pepper}. Without it nobody who asked to be forgotten is recognised; beside it, a guess at who they are can be confirmed.`,
  ];
}

export function count(rows: number): string {
  return `${rows} ${rows === 1 ? "row" : "rows"}`;
}

export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

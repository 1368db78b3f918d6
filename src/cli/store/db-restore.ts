import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import type { Command } from "commander";
import { type App, openApp } from "../../composition/open-app.ts";
import { makePurge } from "../../composition/open-erasure.ts";
import {
  type OpenedDump,
  openDump,
  prepareRestore,
  restoreStore,
} from "../../composition/transfer/dump-store.ts";
import { holdsData, type StoreRestore } from "../../database/copy/restore-database.ts";
import { readConfig } from "../../operations/config.ts";
import { eraseResurrected } from "../../privacy/purge.ts";
import { errorCode } from "../../values/error-code.ts";
import { SourcingError, UsageError } from "../../values/errors.ts";
import { confirm } from "../command/confirm.ts";
import { noteFailure } from "../command/json-outcome.ts";
import { withExitCode } from "../command/with-exit-code.ts";
import { count, tell } from "./db-dump.ts";

interface RestoreCommandOptions {
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `sourcing db restore` */
export function addDbRestoreCommand(db: Command): void {
  db.command("restore")
    .argument("<file>", "what `sourcing db dump` wrote; - is stdin")
    .description("replace the store by a dump: all of it, or nothing")
    .option("--yes", "replace a store that holds something, without being asked")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExamples:\n  sourcing db restore backup.dump\n  age -d -i key.txt backup.dump.age | sourcing db restore - --yes\n",
    )
    .action((file: string, options: RestoreCommandOptions) => withExitCode(() => restore(file, options)));
}

/** Restores a dump and says what else is to be done. @throws UsageError */
async function restore(file: string, { yes = false, json = false }: RestoreCommandOptions): Promise<void> {
  const dump = await open(file);
  const app = await openApp(readConfig(), { upToDate: false });
  try {
    const held = await prepareRestore(app);
    const replace = yes || !held.filled || (await mayReplace(file, dump, held.people));
    if (!replace) {
      const message = "Nothing was restored.";
      noteFailure({ code: "declined", message, next: "run the command again and answer y, or pass --yes" });
      tell(message);
      return;
    }
    const restored = await restoreStore(app, dump, {
      replace: yes || held.filled,
      onTable: ({ table, rows }) => tell(`${table}: ${count(rows)}`),
    });
    const erased = await forgetAgain(app, restored);
    const madeAt = new Date(dump.header.madeAt).toISOString();
    if (json) process.stdout.write(`${JSON.stringify({ madeAt, ...restored, erased })}\n`);
    for (const line of whatIsLeft(dump, erased)) tell(line);
  } finally {
    await app.close();
  }
}

async function open(file: string): Promise<OpenedDump> {
  const source: Readable = file === "-" ? process.stdin : createReadStream(file);
  try {
    return await openDump(source);
  } catch (error) {
    if (error instanceof SourcingError) throw error;
    throw new UsageError(`cannot read ${file} (${errorCode(error) ?? "unknown error"})`);
  }
}

/** Asks on a terminal. @throws UsageError elsewhere */
async function mayReplace(file: string, { header }: OpenedDump, people: number): Promise<boolean> {
  if (file === "-" || !process.stdin.isTTY || !process.stderr.isTTY) throw holdsData();
  const made = header.madeAt.slice(0, 16);
  return confirm(
    `Replace this store and its ${people} people by the dump of ${made} UTC? It cannot be undone.`,
  );
}

/** Erases who was forgotten since the dump. Returns how many people; null: the pepper of this machine is another one. */
async function forgetAgain(app: App, { hasPepper }: StoreRestore): Promise<number | null> {
  if (!hasPepper) return 0;
  try {
    const { erasure } = await makePurge(app);
    return await eraseResurrected(erasure, new AbortController().signal);
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}

function whatIsLeft({ header }: OpenedDump, erased: number | null): string[] {
  return [
    `Everything of ${header.madeAt.slice(0, 16)} UTC is there, compared by number and sum of the rows.`,
    ...(erased === null
      ? [
          "The pepper of this machine is not the one of the dump: put its SOURCING_HOME/secrets/suppression-pepper here, or set " +
            "SUPPRESSION_PEPPER, then run `sourcing retention`, which erases again who was forgotten since.",
        ]
      : []),
    ...(erased === null || erased === 0
      ? []
      : [`${erased} people who were forgotten since the dump are erased again.`]),
    "What was bought since the dump is not in it: limits do not count it, and its pages would be bought again. Where the store " +
      "that was dumped goes on, do not buy from both.",
  ];
}

import type { Command } from "commander";
import type { App } from "../../composition/open-app.ts";
import { copyStore, describeMove } from "../../composition/transfer/copy-store.ts";
import type { StoreCopy } from "../../database/copy/store-copy.ts";
import { parseDatabaseUrl } from "../../operations/database-settings.ts";
import { toPrintableJson } from "../../values/printable-text.ts";
import { withApp } from "../command/with-app.ts";
import { withExitCode } from "../command/with-exit-code.ts";
import { renderRows } from "../screen/render-rows.ts";
import { screenWidth } from "../screen/screen-width.ts";
import { writeOut } from "../screen/write-out.ts";

interface CopyOptions {
  readonly to: string;
  readonly json?: boolean;
}

/** `sourcing db copy` */
export function addDbCopyCommand(db: Command): void {
  db.command("copy")
    .description("move everything into an empty database; nothing more is bought from this one")
    .requiredOption(
      "--to <url>",
      "its address: postgres://user:password@host/database (PGPASSWORD keeps the password off the command line; ?schema=NAME: another schema than DATABASE_SCHEMA)",
    )
    .option("--json", "print one JSON object")
    .action((options: CopyOptions) => withExitCode(() => copy(options)));
}

/** Moves the store elsewhere and says what else has to move. @throws UsageError */
async function copy(options: CopyOptions): Promise<void> {
  return withApp(async (app) => {
    const to = parseDatabaseUrl(options.to, "--to", app.config.databaseSchema);
    const copied = await copyStore(app, to, ({ table, target }) =>
      process.stderr.write(`${table}: ${target} ${target === 1 ? "row" : "rows"}\n`),
    );
    if (options.json === true) process.stdout.write(`${toPrintableJson(copied)}\n`);
    else await writeOut(renderCopy(copied));
    process.stderr.write(`${whatIsLeft(app, to, copied).join("\n")}\n`);
  });
}

function renderCopy({ tables }: StoreCopy): AsyncIterable<string> {
  const rows = tables.map(({ table, source, target }) => [table, source, target]);
  const layout = { format: "table", width: screenWidth(), limit: null } as const;
  return renderRows({ columns: ["table", "rows here", "rows there"], rows }, layout);
}

/** What a copy of the database leaves for a person to do. */
function whatIsLeft({ config, store }: App, to: string, { copiedNow, held, hasPepper }: StoreCopy): string[] {
  const { set, left } = describeMove(config, to);
  const pepper =
    config.suppressionPepper === null
      ? `copy ${config.home}/secrets/suppression-pepper to SOURCING_HOME/secrets on every machine that will use the new store (for its owner alone, mode 600), or set SUPPRESSION_PEPPER there to what is in it`
      : "set the SUPPRESSION_PEPPER of this machine on every machine that will use the new store";
  return [
    copiedNow
      ? "Everything is there, and this store is marked as moved: nothing more is bought from it."
      : "It was all there already, from a copy before; this store is marked as moved now.",
    `Next: set ${set}, here and wherever a worker runs; queues fill themselves.`,
    ...(hasPepper
      ? [`People who asked to be forgotten are only recognised with the same secret: ${pepper}.`]
      : []),
    ...(held ? ["Spending is on hold there too: `sourcing release` allows it."] : []),
    store.isEmbedded
      ? `These people are still held here too: delete ${config.home}/embedded once the new store has proved itself.`
      : `These people are still held here too: drop this ${left} once the new store has proved itself.`,
  ];
}

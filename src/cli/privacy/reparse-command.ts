import type { Command } from "commander";
import { makeReparse } from "../../composition/open-reparse.ts";
import { type ReparseResult, reparse } from "../../people/reparse/reparse.ts";
import { toPrintableJson } from "../../values/printable-text.ts";
import type { ExitCode } from "../command/exit-code.ts";
import { listenForInterruption } from "../command/interruption.ts";
import { withApp } from "../command/with-app.ts";
import { withExitCode } from "../command/with-exit-code.ts";
import { countProgress } from "../screen/count-progress.ts";

interface ReparseOptions {
  readonly restart?: boolean;
  readonly json?: boolean;
}

/** `sourcing reparse` */
export function addReparseCommand(program: Command): void {
  program
    .command("reparse")
    .description("rebuild people from what answers said of them, for zero credits")
    .option("--restart", "begin anew, however far an unfinished one has come")
    .option("--json", "print one JSON object")
    .action((options: ReparseOptions) => withExitCode(() => rebuildPeople(options)));
}

/** Rebuilds all people, or those whom an interrupted command has left. Returns the exit code. */
async function rebuildPeople(options: ReparseOptions): Promise<ExitCode | null> {
  const interruption = listenForInterruption(() => process.stderr.write("\nStopping after this batch.\n"));
  try {
    return await withApp(async (app) => {
      const store = await makeReparse(app);
      const progress = countProgress(process.stderr, await store.count(), "people");
      const startedAt = performance.now();
      const result = await reparse(store, {
        restart: options.restart === true,
        stopping: interruption.stopping,
        onProgress: ({ people }) => progress.update(people),
      }).finally(() => progress.stop());
      tell(result, performance.now() - startedAt, options);
      return interruption.exitCode();
    });
  } finally {
    interruption.release();
  }
}

function tell(result: ReparseResult, durationMs: number, { json }: ReparseOptions): void {
  const { id, people, changed, recovered, finished, readNow } = result;
  const peoplePerSecond = Math.round((readNow * 1000) / Math.max(durationMs, 1));
  const stats = { people, changed, recovered, finished, peoplePerSecond };
  process.stdout.write(
    json === true
      ? `${toPrintableJson({ reparse: id, ...stats, durationMs: Math.round(durationMs) })}\n`
      : `${people} people read, ${changed} changed, ${recovered} recovered of those that were rejected; ${peoplePerSecond} people a second\n`,
  );
  if (!finished)
    process.stderr.write("Not everybody was read: `sourcing reparse` carries on, --restart begins anew.\n");
}

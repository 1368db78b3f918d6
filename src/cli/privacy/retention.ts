import { makePurge } from "../../composition/open-erasure.ts";
import { type PurgeReport, purge } from "../../privacy/purge.ts";
import type { Overdue } from "../../privacy/store/delete-expired.ts";
import { UsageError } from "../../values/errors.ts";
import { toPrintableJson } from "../../values/printable-text.ts";
import { withApp } from "../command/with-app.ts";
import { day } from "./render-person.ts";
import { renderScrub } from "./render-scrub.ts";

export interface RetentionOptions {
  readonly dryRun?: boolean;
  /** Rewrites the tables, although nothing may have been deleted now, and although walks run. */
  readonly scrub?: boolean;
  readonly json?: boolean;
}

/** Ctrl-C loses the batch at work, and the next time goes on from there. */
const TO_THE_END = new AbortController().signal;

/** Deletes what is past its time, or says what that would be. */
export async function retain(options: RetentionOptions): Promise<void> {
  return withApp(async (app) => {
    const deps = await makePurge(app);
    if (options.dryRun === true && options.scrub === true)
      throw new UsageError("--dry-run changes nothing: leave out --scrub, or --dry-run");
    if (deps.rules.people === null)
      process.stderr.write("RETENTION_DAYS is not set: people are kept, only raw answers are deleted.\n");
    const print = <Result>(result: Result, render: (result: Result) => string) =>
      process.stdout.write(options.json === true ? `${toPrintableJson(result)}\n` : render(result));
    if (options.dryRun === true) print(await deps.erasure.overdue(deps.rules), renderOverdue);
    else {
      const purged = await purge(deps, TO_THE_END);
      const scrub =
        options.scrub === true && purged.scrub?.state !== "scrubbed" ? await deps.scrubNow() : purged.scrub;
      print({ ...purged, scrub }, renderPurged);
      if (scrub !== null) process.stderr.write(renderScrub(scrub));
    }
  });
}

function renderOverdue({ people, bodies, rejected, nextPersonAt }: Overdue): string {
  const next = nextPersonAt === null ? "" : `The next person is due on ${day(nextPersonAt)}.\n`;
  return `Past their time: ${people} people, ${bodies} raw answers, ${rejected} forms that could not be stored.\n${next}`;
}

function renderPurged({ people, bodies, rejected, suppressed }: PurgeReport): string {
  const back =
    suppressed === 0 ? "" : `${suppressed} people who are suppressed were stored, and are erased again.\n`;
  return `${back}Deleted: ${people} people, ${rejected} forms that could not be stored; ${bodies} raw answers deleted or rewritten.\n`;
}

import { describeSpool } from "../../composition/open-spool.ts";
import { withApp } from "../command/with-app.ts";
import { renderBalances } from "../credits/show-credits.ts";
import { renderRuns } from "../runs/list-and-cancel.ts";
import { renderSchedules } from "../schedules/manage-schedules.ts";
import { describeSettings } from "./describe-settings.ts";

const RUNS_SHOWN = 5;

/** The state of things at a glance, and the command to type next. */
export async function status(): Promise<void> {
  return withApp(async ({ config, store, runs, ledger, schedules: nights }) => {
    await runs.reassignAbandonedRuns();
    const newest = await runs.list(RUNS_SHOWN);
    const suspense = await ledger.suspense();
    const resumable = await runs.newest("unfinished");
    const { schedules, now } = await nights.list();
    const movedTo = await ledger.movedTo();
    const held = suspense.reduce((sum, line) => sum + line.credits, 0);
    const lines = [
      describeSettings(config, store.isEmbedded),
      renderRuns(newest).trimEnd(),
      schedules.length === 0 ? "" : renderSchedules(schedules, now).trimEnd(),
      renderBalances(await ledger.balances()).trimEnd(),
      (await describeSpool(config)) ?? "",
      held === 0 ? "" : `${held} credits in suspense: \`sourcing credits --suspense\``,
      movedTo === null
        ? `Next: ${nextCommand(config.apiKey === null, newest.length, resumable)}`
        : `This store was moved to ${movedTo}: set DATABASE_URL to it; nothing more is bought from here`,
    ];
    process.stdout.write(`${lines.filter((line) => line !== "").join("\n")}\n`);
  });
}

function nextCommand(keyIsMissing: boolean, runs: number, resumable: number | null): string {
  if (keyIsMissing) return "put LEONAR_API_KEY into .env, or try `sourcing demo`, which needs none";
  if (resumable !== null) return `\`sourcing resume ${resumable}\` carries on with run ${resumable}`;
  if (runs === 0)
    return "`sourcing specs template > specs.csv`, fill it in, then `sourcing run specs.csv --budget 100`";
  return "`sourcing query new-this-week` shows whom the runs found";
}

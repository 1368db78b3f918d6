import { describeSpool } from "../../composition/open-spool.ts";
import { type Attention, readAttention } from "../../composition/overview/read-attention.ts";
import type { RunSummary } from "../../runs/store/list-runs.ts";
import { withApp } from "../command/with-app.ts";
import { renderBalances } from "../credits/show-credits.ts";
import { renderRuns } from "../runs/list-and-cancel.ts";
import { renderSchedules } from "../schedules/manage-schedules.ts";
import { describeAttention } from "./describe-attention.ts";
import { describeSettings } from "./describe-settings.ts";

const RUNS_SHOWN = 5;

/** The state of things at a glance, and the command to type next. */
export async function status(): Promise<void> {
  return withApp(async (app) => {
    const { config, store, runs, ledger } = app;
    await runs.reassignAbandonedRuns();
    const newest = await runs.list(RUNS_SHOWN);
    const suspense = await ledger.suspense();
    const resumable = await runs.newest("worth_resuming");
    const attention = await readAttention(app);
    const continuable = await runs.newest("unfinished");
    const { schedules, now } = await app.schedules.list();
    const movedTo = await ledger.movedTo();
    const held = suspense.reduce((sum, line) => sum + line.credits, 0);
    const lines = [
      describeSettings(config, store.isEmbedded),
      renderRuns(newest).trimEnd(),
      ...describeAttention(attention, now),
      schedules.length === 0 ? "" : renderSchedules(schedules, now).trimEnd(),
      renderBalances(await ledger.balances()).trimEnd(),
      (await describeSpool(config)) ?? "",
      held === 0 ? "" : `${held} credits in suspense: \`sourcing credits --suspense\``,
      movedTo === null
        ? `Next: ${nextCommand({ attention, hasKey: config.apiKey !== null, newest, resumable, continuable })}`
        : `This store was moved to ${movedTo}: set DATABASE_URL to it; nothing more is bought from here`,
    ];
    process.stdout.write(`${lines.filter((line) => line !== "").join("\n")}\n`);
  });
}

interface Situation {
  readonly attention: Attention;
  readonly hasKey: boolean;
  /** The newest runs, newest first. */
  readonly newest: readonly RunSummary[];
  readonly resumable: number | null;
  /** The newest run that can go on with a larger budget. */
  readonly continuable: number | null;
}

/** Returns the command that helps most now. */
function nextCommand({ attention, hasKey, newest, resumable, continuable }: Situation): string {
  if (!hasKey) return "put LEONAR_API_KEY into .env, or try `sourcing demo`, which needs none";
  if (attention.held) return "`sourcing release` allows spending again";
  const [unattended] = attention.unattended;
  if (unattended !== undefined)
    return `\`sourcing resume ${unattended}\` carries on with run ${unattended}, on which no process works`;
  if (resumable !== null) return `\`sourcing resume ${resumable}\` carries on with run ${resumable}`;
  const [last] = newest;
  if (last === undefined)
    return "`sourcing specs template > specs.csv`, fill it in, then `sourcing run specs.csv --budget 100`";
  if (last.runId === continuable && last.reasons.includes("budget_reached"))
    return `\`sourcing resume ${last.runId} --budget N\`, with N above ${last.creditsSpent}, carries on with run ${last.runId}`;
  return last.profilesNew > 0
    ? "`sourcing query new-this-week` shows whom the runs found"
    : "`sourcing credits` shows what each search costs and brings";
}

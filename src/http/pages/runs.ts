import { z } from "zod";
import { type RunSummary, runSummarySchema } from "../../runs/store/list-runs.ts";
import { field } from "../html/form.ts";
import { html } from "../html/html.ts";
import { runDots } from "../html/run-dots.ts";
import { runsTable } from "../html/runs-table.ts";
import { command } from "../html/table.ts";
import { definePage, type PageBody, type View } from "../server/define-page.ts";

const RUNS_SHOWN = 50;
const text = z.string().max(100).optional();
const paramsSchema = z.object({
  before: z.coerce.number().int().positive().optional(),
  schedule: text,
  spec: text,
});

const runsSchema = z.object({
  runs: z.array(runSummarySchema),
  /** The number before which older runs go on; null: these are all. */
  before: z.number().nullable(),
  schedule: z.string().nullable(),
  spec: z.string().nullable(),
});

/** Runs by when they started and how they ended. */
export const runsPage = definePage({
  path: "/runs",
  nav: "Runs",
  params: paramsSchema,
  data: runsSchema,
  async read({ context }, { before = null, schedule, spec }) {
    const { runs } = context.app;
    await runs.reassignAbandonedRuns();
    const wanted = { before, schedule: schedule || null, spec: spec || null };
    const found = await runs.list(RUNS_SHOWN + 1, wanted);
    const shown = found.slice(0, RUNS_SHOWN);
    const older = found.length > RUNS_SHOWN ? (shown.at(-1)?.runId ?? null) : null;
    return { ...wanted, runs: shown, before: older };
  },
  view,
});

function view({ runs, before, schedule, spec }: z.infer<typeof runsSchema>, page: View): PageBody {
  const filter = new URLSearchParams({ schedule: schedule ?? "", spec: spec ?? "" });
  return {
    title: "Runs",
    body: html`<section><h1>Runs</h1><p class="under">${summarise(runs)}</p>
<form method="get" action="/runs" class="bar">${field({ name: "spec", label: "with the search", value: spec, type: "search" })}${field({ name: "schedule", label: "of the schedule", value: schedule })}<button>Find</button></form></section>
<section><div class="card">${runDots(runs, page.timeZone)}${runsTable(runs, page.timeZone)}
${before !== null && html`<p class="bar"><a class="btn" href="/runs?${filter.toString()}&before=${String(before)}">Older runs</a></p>`}
${command("sourcing runs")}</div></section>`,
  };
}

function summarise(runs: readonly RunSummary[]): string {
  const active = runs.filter(({ status }) => status === "running" || status === "planned").length;
  if (runs.length === 0) return "No run matches.";
  return active === 0 ? "None is at work." : active === 1 ? "One is at work." : `${active} are at work.`;
}

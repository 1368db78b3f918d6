import { z } from "zod";
import { runHeadSchema, specReportSchema, sumsSchema } from "../../runs/run-report.ts";
import { runCallSchema } from "../../runs/store/course/read-run-calls.ts";
import { coursePointSchema, pageCellSchema } from "../../runs/store/course/read-run-course.ts";
import { runEventSchema } from "../../runs/store/course/read-run-events.ts";
import { runSettingsSchema } from "../../runs/store/course/read-run-settings.ts";
import type { App } from "../open-app.ts";

export const runPageSchema = runHeadSchema.extend({
  specs: z.array(specReportSchema),
  totals: sumsSchema,
  settings: runSettingsSchema,
  course: z.array(coursePointSchema),
  cells: z.array(pageCellSchema),
  /** The newest calls, newest first. */
  calls: z.array(runCallSchema),
  /** The number before which older calls go on; null: these are all. */
  callsBefore: z.number().nullable(),
  events: z.array(runEventSchema),
  held: z.boolean(),
});
export type RunPage = z.infer<typeof runPageSchema>;

const CALLS_SHOWN = 50;

/** Returns all of one run as it stands; null: there is no such run. @param before shows calls older than this one */
export async function readRunPage(app: App, runId: number, before: number | null): Promise<RunPage | null> {
  const { runs, workers } = app;
  const paging = { before, limit: CALLS_SHOWN + 1 };
  const [report, settings, course, cells, calls, events, { held }] = await Promise.all([
    runs.report(runId),
    runs.settings(runId),
    runs.course(runId),
    runs.pageCells(runId),
    runs.calls(runId, paging),
    runs.events(runId),
    workers.standing(),
  ]);
  if (report === null || settings === null) return null;
  const shown = calls.slice(0, CALLS_SHOWN);
  const callsBefore = calls.length > CALLS_SHOWN ? (shown.at(-1)?.call ?? null) : null;
  return {
    ...report,
    specs: [...report.specs],
    settings,
    course,
    cells,
    calls: shown,
    callsBefore,
    events,
    held,
  };
}

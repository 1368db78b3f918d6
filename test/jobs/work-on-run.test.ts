import { expect, inject, it } from "vitest";
import type { JobContext } from "../../jobs/define-job.ts";
import { makeWalkQueue } from "../../jobs/enqueue.ts";
import { workOnRun } from "../../jobs/work-on-run.ts";
import { openQueues, type Queues } from "../../src/queue/queues.ts";
import { cron } from "../../src/runs/schedules/cron.ts";
import { makeScheduleStore } from "../../src/runs/schedules/store/make-schedule-store.ts";
import { makeWorkerStore } from "../../src/runs/store/make-worker-store.ts";
import { parisSpec } from "../support/leased-walk.ts";
import { type TestApp, withTestApp } from "../support/test-app.ts";
import { openTestDatabase } from "../support/test-database.ts";

const NEVER = new AbortController().signal;

function contextOf(app: TestApp, queues: Queues): JobContext {
  return {
    walks: { ...app.deps(), walkQueue: makeWalkQueue(queues) },
    runs: app.runs,
    schedules: makeScheduleStore(app.db),
    cron,
    workers: makeWorkerStore(app.db),
    ledger: { resolveSuspense: async () => 0 },
    refreshSearch: async () => true,
    signals: { stopping: NEVER, aborting: NEVER },
    readSpecs: () => [parisSpec({ maxPages: 5 })],
    enqueueRun: async () => {},
    onFired: () => {},
    onScheduleFailed: () => {},
  };
}

it("a run is started and goes on although the first rings for it and for its walk are lost", async () => {
  const place = await openTestDatabase(inject("postgresUrl"));
  try {
    await withTestApp({}, async (app) => {
      const queues = await openQueues({ kind: "postgres", url: place.url });
      const lost = new Set<string>();
      const lossy: Queues = {
        ...queues,
        async add(queueName, job) {
          if (lost.has(job.name)) await queues.add(queueName, job);
          lost.add(job.name);
        },
      };
      const runId = await app.runs.createRun({
        selection: { kind: "csv" },
        specsCsv: "kept by the test",
        budgetCredits: null,
        maxPages: null,
        restart: false,
        fillGaps: false,
        owner: "the test",
        triggerKey: null,
        schedule: null,
      });
      const context = contextOf(app, lossy);
      const report = await workOnRun(lossy, context, runId ?? 0, { concurrency: 2, onReport: () => {} });
      await queues.close();
      expect([...lost].sort()).toEqual(["start-run", "walk-spec"]);
      expect(report).toMatchObject({ status: "done", totals: { pages: 5 } });
    });
  } finally {
    await place.close();
  }
});

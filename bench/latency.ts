import { alternate, type Measurement, timed } from "./measurement.ts";
import { runPlan } from "./pages/run-plan.ts";
import { PAGE_SIZE, pagesOf, type SearchPlan } from "./pages/search-plan.ts";
import { withPageServer } from "./pages/with-page-server.ts";
import { withEmptyStore } from "./with-empty-store.ts";

const LATENCY_MS = 400;
const CONCURRENCY = 8;
const PLAN: SearchPlan = { specs: 16, peoplePerSpec: 100 * PAGE_SIZE };

/** Whether the API is all that is waited for: a run against the time in which it could answer so many pages at best. */
export const latency: Measurement = {
  name: "latency",
  about: `${PLAN.specs} specs of ${pagesOf(PLAN)} pages at ${LATENCY_MS} ms an answer, ${CONCURRENCY} walks at once, against the ideal`,
  async run(store) {
    const ideal = (PLAN.specs * pagesOf(PLAN) * LATENCY_MS) / CONCURRENCY;
    const { run } = await withPageServer(PLAN, { latencyMs: LATENCY_MS }, (env) =>
      alternate({
        run: () =>
          withEmptyStore(store, ({ url }) =>
            timed(() => runPlan(PLAN, { ...env, DATABASE_URL: url, WALK_CONCURRENCY: String(CONCURRENCY) })),
          ),
      }),
    );
    const seconds = [run.median, run.min, run.max].map((ms) => (ms / 1_000).toFixed(2));
    return [
      {
        title: `${PLAN.specs * pagesOf(PLAN)} pages at ${LATENCY_MS} ms, ${CONCURRENCY} at once`,
        columns: ["ideal (s)", "run (s)", "least", "most", "of the ideal"],
        rows: [[ideal / 1_000, ...seconds, (run.median / ideal).toFixed(3)]],
        notes: ["With the start of the program; the ideal is pages × latency / concurrency."],
      },
    ];
  },
};

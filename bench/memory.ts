import type { Measurement } from "./measurement.ts";
import { runPlan } from "./pages/run-plan.ts";
import { PAGE_SIZE, returnedOf, type SearchPlan } from "./pages/search-plan.ts";
import { withPageServer } from "./pages/with-page-server.ts";
import { withEmptyStore } from "./with-empty-store.ts";

const SPECS = 8;
const FEW = 40_000;

/** Whether a run needs more memory the longer it is. */
export const memory: Measurement = {
  name: "memory",
  about: `memory at most of a run that is returned ${FEW} profiles, and of one that is returned as many as --people says`,
  async run(store, { people }) {
    const rows: (string | number)[][] = [];
    for (const returned of [FEW, people]) {
      const plan: SearchPlan = {
        specs: SPECS,
        peoplePerSpec: Math.ceil(returned / SPECS / PAGE_SIZE) * PAGE_SIZE,
      };
      const { megabytes, ms } = await withPageServer(plan, {}, (env) =>
        withEmptyStore(store, ({ url }) => runPlan(plan, { ...env, DATABASE_URL: url })),
      );
      rows.push([String(returnedOf(plan)), Math.round(megabytes), ms / 1_000]);
    }
    return [
      {
        title: "Memory of a run",
        columns: ["profiles returned", "memory at most (MB)", "seconds"],
        rows,
        notes: ["Once each: the memory of a process does not hang on what else the machine does."],
      },
    ];
  },
};

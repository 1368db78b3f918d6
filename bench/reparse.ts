import { alternate, type Measurement, rateOf, type Spread } from "./measurement.ts";
import { runPlan } from "./pages/run-plan.ts";
import { distinctOf, type SearchPlan } from "./pages/search-plan.ts";
import { withPageServer } from "./pages/with-page-server.ts";
import { toLines } from "./people/copy-rows.ts";
import { timedCopy } from "./people/timed-copy.ts";
import { PROGRAM, runNode } from "./run-node.ts";
import { withFolder } from "./with-folder.ts";

const PLAN: SearchPlan = { specs: 8, peoplePerSpec: 10_000 };

/** Everybody rebuilt from their versions, where the parser has not changed: what most of every reparse is. */
export const reparse: Measurement = {
  name: "reparse",
  about: `${distinctOf(PLAN)} people rebuilt from their versions: people a second against COPY of the same versions`,
  run: (store) =>
    withPageServer(PLAN, {}, async (env) => {
      await runPlan(PLAN, { ...env, DATABASE_URL: store.url });
      const { rows } = await store.db.pool.query("select raw from profile_versions");
      const lines = [...toLines(rows.map(({ raw }) => [String(raw)]))];
      const memory: number[] = [];
      const rates = await alternate({
        copy: async () => rateOf(rows.length, await timedCopy(store.url, lines)),
        reparse: async () => {
          const { ms, megabytes } = await rebuild({ ...env, DATABASE_URL: store.url });
          memory.push(megabytes);
          return rateOf(rows.length, ms);
        },
      });
      const line = (what: string, { median, min, max }: Spread) => [
        ...[what, ...[median, min, max].map(Math.round)],
        (median / rates.copy.median).toFixed(2),
      ];
      return [
        {
          title: `${rows.length} people, one version each`,
          columns: ["what", "people a second", "least", "most", "of COPY (L)"],
          rows: [line("COPY of the raw texts (L)", rates.copy), line("reparse", rates.reparse)],
          notes: [`With the start of the program. Memory at most ${Math.round(Math.max(...memory))} MB.`],
        },
      ];
    }),
};

function rebuild(env: Readonly<Record<string, string>>) {
  return withFolder((folder) =>
    runNode([PROGRAM, "reparse", "--restart"], { cwd: folder, env: { HOME: folder, ...env } }),
  );
}

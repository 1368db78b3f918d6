// Runs the chaos that takes minutes. `npm run test:chaos`: 500 seeds and the long outages; `-- --seeds 50`: fewer;
// `-- --seed 17`: just that one again, as a failure names it.
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { seed: { type: "string" }, seeds: { type: "string" } } });
const first = values.seed ?? "1";
const count = values.seed === undefined ? (values.seeds ?? "500") : "1";
const files = values.seed === undefined && values.seeds === undefined ? [] : ["test/chaos/seeds.test.ts"];
const { status } = spawnSync("vitest", ["run", "--project", "chaos", ...files], {
  stdio: "inherit",
  env: { ...process.env, CHAOS_FIRST_SEED: first, CHAOS_SEEDS: count },
});
process.exit(status ?? 1);

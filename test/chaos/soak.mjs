// Four workers on an API that fails in a tenth of all calls, with memory watched. `npm run test:soak`: for 30 minutes;
// `-- --minutes 3`: for less. Uses the queue at REDIS_URL where that is set, else the one in Postgres.
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { minutes: { type: "string", default: "30" } } });
const { status } = spawnSync("vitest", ["run", "--project", "chaos", "test/chaos/soak.test.ts"], {
  stdio: "inherit",
  env: { ...process.env, SOAK_MINUTES: values.minutes },
});
process.exit(status ?? 1);

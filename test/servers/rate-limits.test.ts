import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startNginx } from "../support/network-programs.ts";
import { withCli } from "../support/test-cli.ts";

const CITIES = [
  "Paris, France",
  "Lyon, France",
  "Berlin, Germany",
  "London, United Kingdom",
  "Madrid, Spain",
  "Munich, Germany",
];

it.each(["1r/s", "20r/m"])("explore %s", async (rate) => {
  await withCli({ latencyMs: 100 }, async (cli) => {
    const zone = `limit_req_zone $binary_remote_addr zone=few:1m rate=${rate};`;
    const nginx = await startNginx(
      `limit_req zone=few; proxy_pass ${new URL(cli.simulator.baseUrl).origin};`,
      zone,
    );
    const file = join(cli.folder, "specs.csv");
    await writeFile(
      file,
      `spec,location,max_pages\n${CITIES.map((city, i) => `s${i},"${city}",3`).join("\n")}\n`,
    );
    const run = await cli.start(["run", file, "--budget", "600", "--json"], {
      LEONAR_BASE_URL: `http://127.0.0.1:${nginx.port}/api/v1`,
    }).ended;
    console.log(run.code, run.stdout, run.stderr.slice(-3000));
    const calls = await cli.database.db.pool.query(
      "select id, walk_id w, page, opened_at::time(1) o, answered_at::time(1) a, status, outcome, reserved_credits r, credits c, alone from calls order by id",
    );
    console.table(calls.rows);
    console.log(cli.simulator.charged());
    await nginx.close();
    expect(1).toBe(1);
  });
});

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { HAS_NGINX, startNginx } from "../support/network-programs.ts";
import { withCli } from "../support/test-cli.ts";

const CITIES = ["Paris, France", "Berlin, Germany", "London, United Kingdom"];
const CONCURRENCY = 4;
const PAGE_CREDITS = 25;

describe.skipIf(!HAS_NGINX)("a gateway that limits the rate (skipped where nginx is not installed)", () => {
  it("leaves in suspense what was under way when it first refused, and all pages are bought", async () => {
    await withCli({ latencyMs: 50 }, async (cli) => {
      const zone = "limit_req_zone $binary_remote_addr zone=few:1m rate=1r/s;";
      const { origin } = new URL(cli.simulator.baseUrl);
      const nginx = await startNginx(`limit_req zone=few; proxy_pass ${origin};`, zone);
      const file = join(cli.folder, "specs.csv");
      const rows = CITIES.map((city, place) => `city-${place},"${city}",2`);
      await writeFile(file, `spec,location,max_pages\n${rows.join("\n")}\n`);
      const settings = {
        LEONAR_BASE_URL: `http://127.0.0.1:${nginx.port}/api/v1`,
        WALK_CONCURRENCY: String(CONCURRENCY),
      };
      const run = await cli.start(["run", file, "--budget", "300", "--json"], settings).ended;
      await nginx.close();
      const { specs, totals } = JSON.parse(run.stdout);
      expect(specs).toEqual(CITIES.map(() => expect.objectContaining({ stopReason: "max_pages", pages: 2 })));
      expect(totals.creditsSpent).toBe(cli.simulator.charged());
      // The simulator has no other requests than those that were let through.
      expect(totals.creditsInSuspense).toBeGreaterThan(0);
      expect(totals.creditsInSuspense).toBeLessThanOrEqual((CONCURRENCY - 1) * PAGE_CREDITS);
    });
  });
});

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, it, vi } from "vitest";
import { z } from "zod";
import { readSpecs } from "../../src/specs/sheets/read-specs.ts";
import { toSpecsCsv } from "../../src/specs/sheets/write-specs.ts";
import type { Spec } from "../../src/specs/spec.ts";
import { EXAMPLE_SPECS, type TestCli, withCli } from "../support/test-cli.ts";

const KILLS = 20;

const booked = z.object({
  settled: z.number(),
  suspense: z.number(),
  sent: z.number(),
  unapplied: z.number(),
});

/** The example specs without their budgets, which calls in suspense would fill. */
async function writeSpecs({ folder }: TestCli): Promise<{ file: string; specs: Spec[] }> {
  const sheet = readSpecs(await readFile(EXAMPLE_SPECS));
  const specs = sheet.specs.map(({ spec }) => ({ ...spec, budgetCredits: null }));
  const file = join(folder, "specs.csv");
  await writeFile(file, toSpecsCsv(specs));
  return { file, specs };
}

function unionOf(specs: readonly Spec[], { simulator }: TestCli): string[] {
  const shown = specs.flatMap((spec) => {
    const most = spec.maxPages === null ? undefined : spec.maxPages * 25;
    return simulator.search(spec.search).slice(0, most);
  });
  return [...new Set(shown)].sort();
}

/** Kills the command at a moment that depends on what it has sent, and a little on chance. */
async function killSomewhere(cli: TestCli, args: readonly string[]): Promise<void> {
  const { child, ended } = cli.start(args);
  const target = cli.simulator.requests.length + Math.floor(Math.random() * 6);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  await vi.waitUntil(() => over || cli.simulator.requests.length > target, {
    timeout: 120_000,
    interval: 5,
  });
  await delay(Math.random() * 40);
  child.kill("SIGKILL");
  await ended;
}

it(`loses nothing and buys nothing twice when it is killed ${KILLS} times`, {
  timeout: 600_000,
}, async () => {
  await withCli({ latencyMs: 20 }, async (cli) => {
    const { simulator, database } = cli;
    const { file, specs } = await writeSpecs(cli);
    await killSomewhere(cli, ["run", file, "--budget", "20000"]);
    for (let kill = 1; kill < KILLS; kill += 1) await killSomewhere(cli, ["resume"]);
    const last = await cli.sourcing(["resume", "--json"]);
    expect(last.stderr).not.toContain("unexpected");
    expect(last.code).toBe(0);

    const { rows: people } = await database.db.pool.query(
      'select profile_id from profiles order by profile_id collate "C"',
    );
    expect(people.map((row) => row.profile_id)).toEqual(unionOf(specs, cli));

    const { rows } = await database.db.pool.query(
      `select coalesce(sum(credits) filter (where status = 'settled'), 0)::bigint as settled,
         coalesce(sum(reserved_credits) filter (where status = 'suspense'), 0)::bigint as suspense,
         count(*) filter (where status = 'sent') as sent,
         count(*) filter (where outcome = 'answered' and applied_at is null) as unapplied from calls`,
    );
    const { settled, suspense, sent, unapplied } = booked.parse(rows[0]);
    expect({ sent, unapplied }).toEqual({ sent: 0, unapplied: 0 });
    expect(simulator.charged()).toBeGreaterThanOrEqual(settled);
    expect(simulator.charged()).toBeLessThanOrEqual(settled + suspense);

    const { rows: twice } = await database.db.pool.query(
      `select spec, page from calls group by spec, page
       having count(*) filter (where outcome = 'answered') > 1`,
    );
    expect(twice).toEqual([]);
  });
});

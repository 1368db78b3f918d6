import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject, it } from "vitest";
import { copyJson } from "../../src/cli/json/store-json.ts";
import { expectInvariants } from "../support/invariants.ts";
import { rowsOf } from "../support/leased-walk.ts";
import { storedBodies } from "../support/stored-bodies.ts";
import { withCli } from "../support/test-cli.ts";
import { openTestDatabase } from "../support/test-database.ts";

it("`sourcing db copy` moves a store, which is bought for from there on and no longer from here", {
  timeout: 180_000,
}, async () => {
  const target = await openTestDatabase(inject("postgresUrl"));
  try {
    await target.db.pool.query(
      "drop schema public cascade; drop schema drizzle cascade; create schema public",
    );
    await withCli({}, async ({ sourcing, simulator, folder, database }) => {
      const file = join(folder, "specs.csv");
      await writeFile(file, 'spec,job_title,location\nparis,Product Manager,"Paris, France"\n');
      await sourcing(["run", file, "--max-pages", "2"]);
      const spool = join(folder, ".sourcing", "spool");
      await mkdir(spool, { recursive: true });
      const [paid] = await rowsOf(
        { db: database.db },
        "select store_id || '_' || calls.id || '_' || attempt as name from ledger_state, calls join call_bodies on call_id = calls.id order by calls.id limit 1",
      );
      const [body = ""] = (await storedBodies(database)).values();
      await writeFile(join(spool, `${paid?.name}.answer`), body);

      const copied = await sourcing(["db", "copy", "--to", target.url, "--json"]);
      expect(copied).toMatchObject({
        code: 0,
        stderr: expect.stringContaining("secrets/suppression-pepper"),
      });
      expect(copyJson.parse(JSON.parse(copied.stdout))).toMatchObject({
        copiedNow: true,
        held: false,
        hasPepper: true,
      });
      expect(await readdir(spool)).toEqual([]);

      const paidCommands = [
        ["run", file],
        ["plan", file, "--probe"],
        ["resume"],
        ["worker"],
        ["db", "copy", "--to", target.url],
      ];
      for (const command of paidCommands) {
        const refused = await sourcing(command);
        expect([command, refused.code, refused.stdout]).toEqual([command, 2, ""]);
        expect(refused.stderr).toContain(`was moved to ${new URL(target.url).host}`);
        expect(refused.stderr).not.toContain(new URL(target.url).password);
      }
      expect((await sourcing(["status"])).stdout).toContain("This store was moved to");
      expect(simulator.requests.map(({ page }) => page)).toEqual([1, 2]);

      const there = { DATABASE_URL: target.url };
      const carriedOn = await sourcing(["run", file, "--max-pages", "1"], there);
      expect(carriedOn.code).toBe(0);
      expect(simulator.requests.map(({ page }) => page)).toEqual([1, 2, 3]);
      await expectInvariants(target.db, simulator);
    });
  } finally {
    await target.close();
  }
});

it("`sourcing db copy` refuses what is no address of a database without quoting it, and says which one is away", async () => {
  await withCli({}, async ({ sourcing }) => {
    const odd = await sourcing(["db", "copy", "--to", "mysql://me:secret@host/db"]);
    expect(odd).toMatchObject({ code: 2, stderr: expect.stringContaining("--to: expected postgres://") });
    expect(odd.stderr).not.toContain("secret");
    const away = await sourcing(["db", "copy", "--to", "postgres://me:secret@127.0.0.1:9/db"]);
    expect(away).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("--to: the database at 127.0.0.1:9 cannot be used"),
    });
  });
});

import { createHmac } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { withCli } from "../support/test-cli.ts";

const WEAK = "correct horse battery";
const SOUND = "591785b794601e212b260e25925636fd";

/** The check that a store of version 0.1 holds. */
const checkOf = (pepper: string) => createHmac("sha256", pepper).update("check").digest("hex").slice(0, 16);

it("doctor and migrate warn of a pepper in use that is easy to guess, wherever it is kept, and of no other", async () => {
  await withCli({}, async ({ sourcing, database, folder }) => {
    const keep = (pepper: string | null) =>
      database.db.pool.query("update ledger_state set pepper_check = $1", [pepper && checkOf(pepper)]);
    const warnings = async (environment: Record<string, string>) => {
      const doctor = await sourcing(["doctor"], environment);
      const migrate = await sourcing(["db", "migrate"], environment);
      expect([doctor.code, migrate.code]).toEqual([0, 0]);
      for (const text of [doctor.stdout, migrate.stderr]) expect(text).not.toContain(WEAK);
      return [doctor.stdout, migrate.stderr].map((text) =>
        text.includes("SUPPRESSION_PEPPER is easy to guess"),
      );
    };
    await keep(null);
    expect(await warnings({ SUPPRESSION_PEPPER: WEAK })).toEqual([false, false]);
    await keep(WEAK);
    expect(await warnings({ SUPPRESSION_PEPPER: WEAK })).toEqual([true, true]);
    const home = join(folder, "home");
    await mkdir(join(home, "secrets"), { recursive: true, mode: 0o700 });
    await writeFile(join(home, "secrets", "suppression-pepper"), WEAK, { mode: 0o600 });
    expect(await warnings({ SOURCING_HOME: home })).toEqual([true, true]);
    await keep(SOUND);
    expect(await warnings({ SUPPRESSION_PEPPER: SOUND })).toEqual([false, false]);
    // The documented way to another pepper.
    await keep(WEAK);
    await database.db.pool.query("delete from suppressions; update ledger_state set pepper_check = null");
    expect((await sourcing(["forget", "p-1", "--id", "--yes"], { SUPPRESSION_PEPPER: SOUND })).code).toBe(0);
    expect((await sourcing(["forget", "p-1", "--id", "--yes"], { SUPPRESSION_PEPPER: WEAK })).code).toBe(2);
  });
});

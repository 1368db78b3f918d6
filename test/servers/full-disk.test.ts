import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { openDatabase } from "../../src/database/open-database.ts";
import { embeddedAddress } from "../support/embedded-address.ts";
import { expectFourSpecs, untilAsked, writeFourSpecs } from "../support/four-specs.ts";
import { expectInvariants } from "../support/invariants.ts";
import { listen, withCli } from "../support/test-cli.ts";

const PATIENCE = { timeout: 120_000, interval: 20 };
const CAN_MOUNT = canMount();

function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "sourcing-mount-"));
  const isMounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]).status === 0;
  if (isMounted) execFileSync("umount", [folder]);
  rmSync(folder, { recursive: true });
  return isMounted;
}

/** Mounts a disk of that size, such as "1m", and takes it back. */
async function withDisk(folder: string, size: string, use: () => Promise<void>): Promise<void> {
  mkdirSync(folder, { recursive: true });
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size},mode=0700`, "tmpfs", folder]);
  try {
    await use();
  } finally {
    execFileSync("umount", ["-l", folder]);
  }
}

/** Fills a disk to its last byte. Returns the function that frees it again. */
function fillDisk(folder: string): () => void {
  const path = join(folder, "filler");
  const file = openSync(path, "w");
  for (const size of [1_048_576, 4_096]) {
    try {
      for (;;) writeSync(file, new Uint8Array(size));
    } catch {
      // Full for blocks of this size.
    }
  }
  closeSync(file);
  return () => rmSync(path);
}

describe.skipIf(!CAN_MOUNT)("a full disk", () => {
  it("under the spool lets nothing be bought, is told with what is wanted, and the run goes on once it is freed", async () => {
    await withCli({ people: 20_000 }, async (cli) => {
      const home = join(cli.folder, "home");
      await withDisk(home, "64k", async () => {
        const run = cli.start(["run", await writeFourSpecs(cli)], { SOURCING_HOME: home });
        const said = listen(run);
        await vi.waitUntil(() => said().includes("1 MB are wanted"), PATIENCE);
        const { stdout } = await cli.start(["doctor"], { SOURCING_HOME: home }).ended;
        expect(stdout).toMatch(/FAIL the disk that holds .* has 0 MB free/);
        expect(cli.simulator.requests).toEqual([]);
        execFileSync("mount", ["-o", "remount,size=20m", home]);
        expect((await run.ended).code).toBe(0);
        await expectFourSpecs(cli);
        expect(readdirSync(join(home, "spool"))).toEqual([]);
      });
    });
  });

  it("under the embedded database loses no answer that was paid for, and none is bought twice", async () => {
    await withCli({ people: 20_000, latencyMs: 400 }, async (cli) => {
      const home = join(cli.folder, "home");
      const settings = { DATABASE_URL: "", SOURCING_HOME: home };
      await withDisk(home, "400m", async () => {
        const url = await embeddedAddress(cli, settings);
        const run = cli.start(["run", await writeFourSpecs(cli)], settings);
        const said = listen(run);
        await untilAsked(cli, 6);
        const free = fillDisk(home);
        await vi.waitUntil(() => said().includes("Waiting"), PATIENCE);
        const asked = cli.simulator.requests.length;
        await vi.waitUntil(() => said().split("Waiting").length > 2, PATIENCE);
        expect(cli.simulator.requests.length).toBeLessThanOrEqual(asked + 4);
        free();
        expect((await run.ended).code).toBe(0);
        const serve = cli.start(["db", "serve"], settings);
        await new Promise((resolve) => serve.child.stdout?.once("data", resolve));
        const db = openDatabase({ url, connections: 2, applicationName: "test" });
        await expectFourSpecs({ ...cli, database: { ...cli.database, db } });
        await expectInvariants(db, cli.simulator);
        await db.close();
        serve.child.kill("SIGTERM");
        await serve.ended;
      });
    });
  });
});

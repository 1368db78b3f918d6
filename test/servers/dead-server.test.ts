import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { openDatabase } from "../../src/database/open-database.ts";
import { readServerPid } from "../database/embedded/support/test-home.ts";
import { embeddedAddress } from "../support/embedded-address.ts";
import { expectFourSpecs, untilAsked, untilRunIsDone, writeFourSpecs } from "../support/four-specs.ts";
import { expectInvariants } from "../support/invariants.ts";
import { type TestCli, withCli } from "../support/test-cli.ts";

// Many processes side by side: a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000 });

const API = { latencyMs: 150, people: 20_000 };

/** Lends a machine that uses the embedded database, and kills its server. */
async function withEmbedded(use: (cli: TestCli, killServer: () => void) => Promise<void>): Promise<void> {
  await withCli(API, async (cli) => {
    const home = join(cli.folder, "home");
    const settings = { DATABASE_URL: "", SOURCING_HOME: home };
    const start: TestCli["start"] = (args, more) => cli.start(args, { ...settings, ...more });
    const sourcing: TestCli["sourcing"] = (args, more) => start(args, more).ended;
    const url = await embeddedAddress(cli, settings);
    const db = openDatabase({ url, connections: 2, applicationName: "test" });
    try {
      await use({ ...cli, start, sourcing, database: { ...cli.database, db, url } }, () =>
        process.kill(readServerPid(home), "SIGKILL"),
      );
    } finally {
      await db.close();
    }
  });
}

describe.concurrent("an embedded server that is killed", () => {
  it("under a run is started again by it, twice, and nothing is bought twice", async () => {
    await withEmbedded(async (cli, killServer) => {
      const run = cli.start(["run", await writeFourSpecs(cli)]);
      await untilAsked(cli, 4);
      killServer();
      await untilAsked(cli, 9);
      killServer();
      expect((await run.ended).code).toBe(0);
      const kept = cli.start(["db", "serve"]);
      await new Promise((resolve) => kept.child.stdout?.once("data", resolve));
      await expectFourSpecs(cli);
      await expectInvariants(cli.database.db, cli.simulator);
      kept.child.kill("SIGTERM");
      await kept.ended;
    });
  });

  it("under a worker is started again by it, and the worker goes on", async () => {
    await withEmbedded(async (cli, killServer) => {
      await cli.sourcing(["run", await writeFourSpecs(cli), "--detach"]);
      const worker = cli.start(["worker"]);
      await untilAsked(cli, 6);
      killServer();
      await untilRunIsDone(cli);
      await expectFourSpecs(cli);
      worker.child.kill("SIGTERM");
      expect((await worker.ended).code).toBe(143);
    });
  });
});

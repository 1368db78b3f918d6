import { describe, expect, it, vi } from "vitest";
import {
  expectFourSpecs,
  PATIENCE,
  untilAsked,
  untilRunIsDone,
  writeFourSpecs,
} from "../support/four-specs.ts";
import { expectInvariants } from "../support/invariants.ts";
import { type OwnPostgres, withOwnPostgres } from "../support/own-postgres.ts";
import { listen, type TestCli, withCli } from "../support/test-cli.ts";

// Many processes side by side: a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000 });

/** Slow enough for the server to go while pages are being answered. */
const API = { latencyMs: 150, people: 20_000 };

/** A machine whose database is on a server that the test may stop. */
async function withServer(use: (cli: TestCli, server: OwnPostgres) => Promise<void>): Promise<void> {
  await withOwnPostgres((server) =>
    withCli(API, (cli) => use({ ...cli, database: { ...cli.database, ...server } }, server)),
  );
}

describe.concurrent("a Postgres that is restarted in the middle of a run", () => {
  it("fast, then at once, does not end it, and what was paid for meanwhile is stored", async () => {
    await withServer(async (cli, server) => {
      const settings = { DATABASE_URL: server.url };
      const run = cli.start(["run", await writeFourSpecs(cli)], settings);
      await untilAsked(cli, 6);
      await server.stop("fast");
      await server.start();
      await untilAsked(cli, 10);
      await server.stop("immediate");
      await server.start();
      const { code, stderr } = await run.ended;
      expect([code, stderr]).toEqual([0, expect.not.stringContaining("unexpected")]);
      await expectFourSpecs(cli);
    });
  });

  it("does not end a worker either", async () => {
    await withServer(async (cli, server) => {
      const settings = { DATABASE_URL: server.url };
      await cli.sourcing(["run", await writeFourSpecs(cli), "--detach"], settings);
      const worker = cli.start(["worker"], settings);
      await untilAsked(cli, 6);
      await server.stop("immediate");
      await server.start();
      await untilRunIsDone(cli);
      worker.child.kill("SIGTERM");
      expect((await worker.ended).code).toBe(143);
      await expectFourSpecs(cli);
    });
  });

  it("does not keep a worker from stopping while it is away", async () => {
    await withServer(async (cli, server) => {
      const settings = { DATABASE_URL: server.url };
      await cli.sourcing(["run", await writeFourSpecs(cli), "--detach"], settings);
      const started = cli.start(["worker"], settings);
      await untilAsked(cli, 6);
      await server.stop("fast");
      const log = listen(started);
      started.child.kill("SIGTERM");
      await vi.waitUntil(() => log().includes("once more stops at once"), PATIENCE);
      started.child.kill("SIGTERM");
      expect((await started.ended).code).toBe(143);
      await server.start();
      // Whatever was paid for and could not be stored has waited on the disk.
      const next = cli.start(["worker"], settings);
      await untilRunIsDone(cli);
      next.child.kill("SIGTERM");
      await next.ended;
      await expectInvariants(server.db, cli.simulator);
    });
  });
});

import { describe, expect, it, vi } from "vitest";
import { openDatabase } from "../../src/database/open-database.ts";
import {
  expectFourSpecs,
  PATIENCE,
  untilAsked,
  untilRunIsDone,
  writeFourSpecs,
} from "../support/four-specs.ts";
import { expectInvariants } from "../support/invariants.ts";
import { type ReplicatedPostgres, withReplicatedPostgres } from "../support/replicated-postgres.ts";
import { listen, type TestCli, withCli } from "../support/test-cli.ts";

/** Slow enough for the primary to die while pages are being answered. */
const API = { latencyMs: 150, people: 20_000 };

async function withServers(
  isSynchronous: boolean,
  use: (cli: TestCli, servers: ReplicatedPostgres) => Promise<void>,
): Promise<void> {
  await withReplicatedPostgres(isSynchronous, (servers) =>
    withCli(API, async (cli) => {
      const db = openDatabase({ url: servers.url, connections: 2, applicationName: "test" });
      const database = { ...cli.database, db, url: servers.url };
      try {
        await use({ ...cli, database }, servers);
      } finally {
        await db.close();
      }
    }),
  );
}

describe("a primary that is killed in the middle of a run", () => {
  it.each(["run", "worker"] as const)(
    "costs no credit and no person where its standby is synchronous (%s)",
    async (who) => {
      await withServers(true, async (cli, { url, failOver }) => {
        const settings = { DATABASE_URL: url };
        const file = await writeFourSpecs(cli);
        if (who === "worker") await cli.sourcing(["run", file, "--detach"], settings);
        const started = cli.start(who === "worker" ? ["worker"] : ["run", file], settings);
        await untilAsked(cli, 6);
        await failOver();
        await untilRunIsDone(cli);
        if (who === "worker") started.child.kill("SIGTERM");
        const { code, stderr } = await started.ended;
        expect([code, stderr]).toEqual([
          who === "worker" ? 143 : 0,
          expect.not.stringContaining("unexpected"),
        ]);
        await expectFourSpecs(cli);
        await expectInvariants(cli.database.db, cli.simulator);
      });
    },
  );

  it("explore async", async () => {
    await withServers(false, async (cli, { url, failOver, cutReplication }) => {
      const settings = { DATABASE_URL: url };
      const started = cli.start(["run", await writeFourSpecs(cli)], settings);
      const log = listen(started);
      await untilAsked(cli, 6);
      cutReplication();
      await untilAsked(cli, 16);
      await failOver();
      const { code, stderr } = await started.ended;
      console.log(code, stderr.slice(-3000));
      const doctor = await cli.sourcing(["doctor"], settings);
      console.log(doctor.stdout, cli.simulator.charged());
      console.table(
        (
          await cli.database.db.pool.query(
            "select id, walk_id, page, status, outcome, problem from calls order by id",
          )
        ).rows,
      );
      void log;
      void PATIENCE;
      void vi;
    });
  });
});

import { describe, expect, it, vi } from "vitest";
import type { FaultScript } from "../../src/simulator/fault-script.ts";
import { PATIENCE, untilAsked, writeFourSpecs } from "../support/four-specs.ts";
import { expectInvariants } from "../support/invariants.ts";
import { rowsOf } from "../support/leased-walk.ts";
import { listen, type TestCli, withCli } from "../support/test-cli.ts";

// Many processes side by side: a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000 });

const BUSY: FaultScript = [
  { when: {}, fault: { kind: "error", code: "rate_limit_exceeded", headers: { "retry-after": "50" } } },
];

interface State {
  readonly state: string;
  readonly faults?: FaultScript;
  readonly latencyMs?: number;
  readonly settings?: Readonly<Record<string, string>>;
  /** Waits until the worker is in that state. */
  until(cli: TestCli, log: () => string): Promise<unknown>;
}

/** States of a worker at work; those with Redis or Postgres away are in test/crash. */
const STATES: readonly State[] = [
  { state: "has bought nothing yet", latencyMs: 200, until: (_, log) => says(log, "worker ready") },
  {
    state: "waits to ask an API again that is busy",
    faults: BUSY,
    until: async (cli) => {
      await untilAsked(cli, 1);
      await vi.waitUntil(async () => {
        const calls = await rowsOf(cli.database, "select id from calls where outcome = 'refused'");
        return calls.length > 0;
      }, PATIENCE);
    },
  },
  {
    state: "waits for a page that takes 100 s",
    latencyMs: 100_000,
    settings: { REQUEST_TIMEOUT_MS: "3000" },
    until: (cli) => untilAsked(cli, 1),
  },
  { state: "stores pages", latencyMs: 20, until: (cli) => untilAsked(cli, 7) },
];

function says(log: () => string, words: string): Promise<unknown> {
  return vi.waitUntil(() => log().includes(words), PATIENCE);
}

describe.concurrent("a worker that is told to stop", () => {
  it.each(STATES)("while it $state ends, buys nothing new and leaves nothing open", async (state) => {
    const { faults = [], latencyMs = 0, settings = {}, until } = state;
    await withCli({ faults, latencyMs, people: 20_000 }, async (cli) => {
      const { simulator, database } = cli;
      await cli.sourcing(["run", await writeFourSpecs(cli), "--detach"], settings);
      const worker = cli.start(["worker"], settings);
      await until(cli, listen(worker));
      worker.child.kill("SIGTERM");
      // A call may have been opened in the moment in which the signal came.
      const asked = simulator.requests.length;
      expect((await worker.ended).code).toBe(143);
      expect(simulator.requests.length).toBeLessThanOrEqual(asked + 4);
      expect(await rowsOf(database, "select id from walks where lease_owner is not null")).toEqual([]);
      await expectInvariants(database.db, simulator);
    });
  });
});

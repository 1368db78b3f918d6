import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { makeLeonarClient } from "../../../src/leonar/client.ts";
import type { RunReport } from "../../../src/runs/run-report.ts";
import type { Fault } from "../../../src/simulator/fault-script.ts";
import { Redirected } from "../../../src/values/errors.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { leaseWalk, open, openNext } from "../../support/leased-walk.ts";
import { specOf, withTestApp } from "../../support/test-app.ts";

const PARIS = { job_title: ["Product Manager"], location: ["Paris, France"] };
const specs = Array.from({ length: 20 }, (_, place) => specOf(`spec-${place}`, PARIS, { maxPages: 2 }));
const DAY = { rules: { dailyLimit: 1_000 } };

const REDIRECTS: readonly Fault[] = [301, 302, 304, 307, 308].map((status) => ({
  kind: "redirect",
  status,
  location: "http://127.0.0.2:9/elsewhere",
}));
const SUSPENSE: readonly (readonly [Fault, RegExp])[] = [
  [{ kind: "reset" }, /the connection broke/],
  [{ kind: "empty", status: 502 }, /answered 502/],
  [{ kind: "html", status: 200 }, /no JSON object/],
  [{ kind: "error", code: "internal_error" }, /answered 500/],
];

function expectAllUnavailable({ specs: reports }: RunReport, reason: RegExp): void {
  expect(reports).toHaveLength(20);
  for (const { stopReason, note } of reports) {
    expect(stopReason).toBe("unavailable");
    expect(note).toMatch(reason);
  }
}

async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

describe("20 specs at an address that answers none", () => {
  it.each(REDIRECTS)("cost nothing where it redirects ($status), and few calls find out", async (fault) => {
    await withTestApp(DAY, async (app) => {
      app.simulator.setFaults([{ when: {}, fault }]);
      const report = await app.run(specs);
      expectAllUnavailable(report, /redirect.*LEONAR_BASE_URL/);
      expect(report.totals).toMatchObject({ creditsSpent: 0, creditsInSuspense: 0 });
      expect(app.simulator.requests.length).toBeLessThanOrEqual(2);
      await expectInvariants(app.db, app.simulator);
    });
  });

  it.each(SUSPENSE)(
    "leave four pages in suspense at most, and each report the reason (%j)",
    async (fault, reason) => {
      for (const concurrency of [1, 4, 20]) {
        await withTestApp({ ...DAY, connections: 24 }, async (app) => {
          app.simulator.setFaults([{ when: {}, fault }]);
          const report = await app.run(specs, {}, { concurrency });
          expectAllUnavailable(report, reason);
          expect(report.totals.creditsInSuspense).toBeLessThanOrEqual(4 * 25);
          await expectInvariants(app.db, app.simulator);
        });
      }
    },
  );

  it("leave a call of each that was under way in suspense, and few more, where it went silent since", async () => {
    await withTestApp(DAY, async (app) => {
      await app.run([specOf("before", PARIS, { maxPages: 1 })]);
      app.simulator.setFaults([{ when: {}, fault: { kind: "reset", delayMs: 50 } }]);
      const report = await app.run(specs, {}, { concurrency: 4 });
      expectAllUnavailable(report, /the connection broke/);
      expect(report.totals.creditsInSuspense).toBeLessThanOrEqual((4 + 2) * 25);
    });
  });

  it("cost nothing where it cannot be reached; the first are asked for ten minutes, the rest not at all", async () => {
    await withTestApp(DAY, async (app) => {
      const baseUrl = `http://127.0.0.1:${await unusedPort()}`;
      const search = makeLeonarClient({ apiKey: app.simulator.key, baseUrl, timeoutMs: 20_000 });
      const report = await app.run(specs, {}, { concurrency: 1, deps: { search } });
      expectAllUnavailable(report, /cannot be reached at .* \(ECONNREFUSED\)/);
      expect(report.totals).toMatchObject({ creditsSpent: 0, creditsInSuspense: 0 });
      const { rows } = await app.db.pool.query("select distinct walk_id from calls");
      expect(rows).toHaveLength(2);
    });
  });

  it("go on once it answers again and a person asks", async () => {
    await withTestApp(DAY, async (app) => {
      app.simulator.setFaults([{ when: {}, fault: { kind: "reset" } }]);
      const { runId } = await app.run(specs);
      app.simulator.setFaults([]);
      await app.runs.resumeRun(runId, null, null);
      await app.work();
      const report = await app.report(runId);
      expect(report.totals.pages).toBeGreaterThanOrEqual(34);
      expect(new Set(report.specs.map(({ stopReason }) => stopReason))).not.toContain("unavailable");
    });
  });
});

it("a search that was redirected counts before its walk has ended, so that no third one is sent", async () => {
  await withTestApp(DAY, async (app) => {
    const third = await leaseWalk(app, specOf("third", PARIS));
    for (const spec of specs.slice(0, 2)) {
      const walk = await leaseWalk(app, spec);
      const { callId } = await open(walk);
      await walk.store.recordFailure(callId, { kind: "refused", error: new Redirected(308) });
    }
    expect(await openNext(third)).toMatchObject({ kind: "stop", reason: "unavailable" });
  });
});

it("a search that the API fails does not stop the others", async () => {
  await withTestApp({}, async (app) => {
    const poison = specOf("poison", { ...PARIS, keyword: "poison" }, { priority: 9 });
    const fault = { kind: "error", code: "internal_error" } as const;
    app.simulator.setFaults([{ when: { bodyIncludes: "poison" }, fault }]);
    const report = await app.run([poison, ...specs], {}, { concurrency: 1 });
    expect(report.specs.map(({ stopReason }) => stopReason)).toEqual([
      "unavailable",
      ...specs.map(() => "max_pages"),
    ]);
  });
});

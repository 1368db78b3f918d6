import { describe, expect, it } from "vitest";
import type { SearchPage } from "../../../src/people/search-page.ts";
import { isCutShort } from "../../../src/runs/walk/cut-page.ts";
import type { FaultScript } from "../../../src/simulator/fault-script.ts";
import { expectInvariants } from "../../support/invariants.ts";
import {
  BERLIN,
  berlinSpec,
  buy,
  buyAndStore,
  leaseWalk,
  letLeasesExpire,
  PARIS,
  parisSpec,
  rowsOf,
} from "../../support/leased-walk.ts";
import { storedPeople } from "../../support/people.ts";
import { type TestApp, withTestApp } from "../../support/test-app.ts";

const PAGE_2 = { page: 2, times: 1 };
const NO_MORE = { has_more: false, next_page: null };
const pagesOf = ({ simulator }: TestApp) => simulator.requests.map(({ page }) => page);

/** What an answer leaves out or says otherwise about a page that the balance of 35 cuts to 10 of 25 profiles. */
const ANSWERS: [string, FaultScript][] = [
  ["promises more", []],
  ["calls itself the last", [{ when: PAGE_2, fault: { kind: "override", set: NO_MORE } }]],
  [
    "calls itself the last and names no count",
    [{ when: PAGE_2, fault: { kind: "override", set: NO_MORE, remove: ["total_count"] } }],
  ],
  ["names no price", [{ when: PAGE_2, fault: { kind: "override", remove: ["credits_consumed"] } }]],
  [
    "names no balance",
    [{ when: PAGE_2, fault: { kind: "override", remove: ["sourcing_credits_remaining"] } }],
  ],
];

async function topUpAndResume(app: TestApp, runId: number): Promise<void> {
  app.simulator.setBalance(100_000);
  expect(await app.runs.resumeRun(runId, null, null)).toBe("done");
  await app.work();
}

async function expectEverybody(app: TestApp): Promise<void> {
  expect([...(await storedPeople(app)).keys()].sort()).toEqual([...app.simulator.search(PARIS)].sort());
  await expectInvariants(app.db, app.simulator);
}

describe("a page that the balance cuts short", () => {
  it.each(ANSWERS)(
    "and that %s stops the walk, and is bought again first after a top-up",
    async (_, faults) => {
      await withTestApp({ simulator: { balance: 35, shortPages: true, faults } }, async (app) => {
        const { runId, specs } = await app.run([parisSpec()]);
        expect(specs[0]).toMatchObject({
          status: "stopped",
          stopReason: "out_of_credits",
          nextPage: 2,
          pages: 2,
        });
        const asked = app.simulator.requests.length;
        await topUpAndResume(app, runId);
        expect((await app.report(runId)).specs[0]).toMatchObject({ stopReason: "no_more_pages" });
        expect(pagesOf(app).slice(asked, asked + 2)).toEqual([2, 3]);
        await expectEverybody(app);
      });
    },
  );

  it("is named in the note of the spec", async () => {
    await withTestApp({ simulator: { balance: 35, shortPages: true } }, async (app) => {
      const { specs } = await app.run([parisSpec()]);
      expect(specs[0]?.note).toContain("page 2 was cut short by the balance");
    });
  });

  it.each([
    ["promises more", []],
    ["calls itself the last", [{ when: { page: 1, times: 1 }, fault: { kind: "override", set: NO_MORE } }]],
  ] as [string, FaultScript][])("and that is the first and %s does not count as read", async (_, faults) => {
    await withTestApp({ simulator: { balance: 10, shortPages: true, faults } }, async (app) => {
      const { runId, specs } = await app.run([parisSpec()]);
      expect(specs[0]).toMatchObject({ stopReason: "out_of_credits", nextPage: 1, profilesSeen: 10 });
      await topUpAndResume(app, runId);
      expect((await app.report(runId)).specs[0]).toMatchObject({ stopReason: "no_more_pages" });
      expect(pagesOf(app).slice(0, 3)).toEqual([1, 1, 2]);
      await expectEverybody(app);
    });
  });

  it("and is applied after a crash and a top-up does not stop the walk that a person has resumed", async () => {
    await withTestApp({ simulator: { balance: 35, shortPages: true } }, async (app) => {
      const crashed = await leaseWalk(app, parisSpec());
      await buyAndStore(app, crashed);
      const { callId, answer } = await buy(app, crashed);
      await crashed.store.recordAnswer(callId, answer);
      await letLeasesExpire(app);
      await topUpAndResume(app, crashed.runId);
      expect((await app.report(crashed.runId)).specs[0]).toMatchObject({ stopReason: "no_more_pages" });
      expect(pagesOf(app).slice(0, 4)).toEqual([1, 2, 2, 3]);
      await expectEverybody(app);
    });
  });

  it("in a refresh neither ends it nor counts as a page of known people", async () => {
    await withTestApp({ simulator: { shortPages: true } }, async (app) => {
      await app.run([parisSpec()]);
      await app.db.pool.query("update passes set last_bought_at = last_bought_at - interval '31 days'");
      const asked = app.simulator.requests.length;
      app.simulator.setBalance(35);
      const { runId, specs } = await app.run([parisSpec()]);
      expect(specs[0]).toMatchObject({ stopReason: "out_of_credits", nextPage: 2 });
      await topUpAndResume(app, runId);
      expect((await app.report(runId)).specs[0]).toMatchObject({ stopReason: "known_people" });
      expect(pagesOf(app).slice(asked)).toEqual([1, 2, 2]);
    });
  });

  it("does not use up the pages that a spec may buy", async () => {
    await withTestApp({ simulator: { balance: 35, shortPages: true } }, async (app) => {
      const { runId } = await app.run([parisSpec({ maxPages: 2 })]);
      await topUpAndResume(app, runId);
      expect((await app.report(runId)).specs[0]).toMatchObject({ stopReason: "max_pages", nextPage: 3 });
      expect(pagesOf(app)).toEqual([1, 2, 2]);
    });
  });

  it.each([7, 60, 90, 135])(
    "of a balance of %i for two searches at once makes nobody missing",
    async (balance) => {
      await withTestApp({ simulator: { balance, shortPages: true }, connections: 12 }, async (app) => {
        const { runId, specs } = await app.run([parisSpec(), berlinSpec()]);
        expect(specs.map(({ stopReason }) => stopReason)).toContain("out_of_credits");
        await topUpAndResume(app, runId);
        const all = new Set([...app.simulator.search(PARIS), ...app.simulator.search(BERLIN)]);
        expect([...(await storedPeople(app)).keys()].sort()).toEqual([...all].sort());
        expect((await app.report(runId)).specs.map(({ status }) => status)).toEqual(["complete", "complete"]);
        await expectInvariants(app.db, app.simulator);
      });
    },
  );
});

describe("a page that leaves a balance of 0 and is whole", () => {
  it("is the end of its search where it is the last", async () => {
    await withTestApp({ simulator: { shortPages: true } }, async (app) => {
      app.simulator.setBalance(app.simulator.search(PARIS).length);
      expect((await app.run([parisSpec()])).specs[0]).toMatchObject({ stopReason: "no_more_pages" });
      await expectEverybody(app);
    });
  });

  it("is not bought again where it is full", async () => {
    await withTestApp({ simulator: { shortPages: true, balance: 50 } }, async (app) => {
      const { runId, specs } = await app.run([parisSpec()]);
      expect(specs[0]).toMatchObject({ stopReason: "out_of_credits", nextPage: 3 });
      await topUpAndResume(app, runId);
      const bought = await rowsOf(app, "select page from calls where outcome = 'answered' order by page");
      expect(new Set(bought.map(({ page }) => page)).size).toBe(bought.length);
      await expectEverybody(app);
    });
  });
});

describe("whether a page is cut short", () => {
  const profile = { kind: "rejected" } as unknown as SearchPage["profiles"][number];
  const pageOf = (size: number, says: Partial<SearchPage> = {}): SearchPage => ({
    profiles: Array.from({ length: size }, () => profile),
    creditsConsumed: size,
    isPriceText: false,
    balance: 0,
    hasMore: true,
    nextPage: 3,
    totalCount: null,
    filteredCount: null,
    leonarProfilesCached: null,
    filtersTooStrict: false,
    newFields: [],
    requestId: null,
    broken: null,
    warnings: [],
    ...says,
  });
  const place = { page: 2, largestOther: 25 };

  it.each([
    ["10 of 25 with nothing left", pageOf(10), place, true],
    ["10 of 25 with a credit left", pageOf(10, { balance: 1 }), place, false],
    ["10 of 25 at 3 each with 2 left", pageOf(10, { balance: 2, creditsConsumed: 30 }), place, true],
    ["10 of 25 at 3 each with 3 left", pageOf(10, { balance: 3, creditsConsumed: 30 }), place, false],
    ["25 of 25", pageOf(25), place, false],
    ["25 where no other page is known", pageOf(25), { page: 1, largestOther: 0 }, false],
    ["40 where no other page is known", pageOf(40), { page: 1, largestOther: 0 }, true],
    ["40 beside one of 100", pageOf(40), { page: 2, largestOther: 100 }, true],
    ["100 beside one of 100", pageOf(100), { page: 2, largestOther: 100 }, false],
    ["12 beside one that was cut to 10", pageOf(12), { page: 1, largestOther: 10 }, true],
    ["none with nothing left", pageOf(0), place, true],
    ["a last one of 10, of 35 people", pageOf(10, { hasMore: false, totalCount: 35 }), place, false],
    ["a last one of 10, of 90 people", pageOf(10, { hasMore: false, totalCount: 90 }), place, true],
    ["a last one of 10, of nobody knows how many", pageOf(10, { hasMore: false }), place, true],
    [
      "nobody, of 0 people",
      pageOf(0, { hasMore: false, totalCount: 0 }),
      { page: 1, largestOther: 0 },
      false,
    ],
    ["10 of 25 with an unknown balance", pageOf(10, { balance: null }), place, false],
    ["no page at all", pageOf(0, { broken: "data: expected an object" }), place, false],
  ])("%s", (_, page, where, expected) => {
    expect(isCutShort(where, page)).toBe(expected);
  });
});

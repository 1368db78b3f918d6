import { describe, expect, it } from "vitest";
import type { Fault } from "../../../src/simulator/fault-script.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { PARIS, parisSpec, rowsOf } from "../../support/leased-walk.ts";
import { type TestApp, withTestApp } from "../../support/test-app.ts";

const answer = (status: number, body: unknown): Fault => ({
  kind: "status",
  status,
  body: typeof body === "string" ? body : JSON.stringify(body),
  contentType: "application/json",
});
const error = (code: string, message: string) => ({ error: { code, message } });

/** Ways to refuse a page that prove that it was not charged, with the words that a person must see. */
const REFUSALS: [string, Fault, string][] = [
  ["400", { kind: "error", code: "validation_error", message: "page: try later" }, "page: try later"],
  ["404", { kind: "error", code: "not_found", message: "no such page" }, "(404): no such page"],
  ["409", answer(409, error("conflict", "the search\u001b[31m moved\u202e on")), "the search [31m moved on"],
  ["410 and a bare text", answer(410, "gone"), "(410): it gave no reason"],
  ["416 and an error without a code", answer(416, { error: { message: "too deep" } }), "(416): too deep"],
  ["422 and an error that is a text", answer(422, { error: "too deep" }), "(422): too deep"],
  ["423 and a message alone", answer(423, { message: "locked" }), "(423): locked"],
  [
    "200 and the API's error",
    answer(200, error("validation_error", "page: not now")),
    "(200): page: not now",
  ],
  ["200, the API's error and no data", answer(200, { ...error("not_found", "no"), data: null }), "(200): no"],
];

/** Errors with status 200 that may have been charged. */
const DOUBTFUL: [string, Fault, string][] = [
  ["an unknown code", answer(200, error("odd", "come again")), "(200): come again"],
  ["no code", answer(200, { error: { message: "come again" } }), "(200): come again"],
  ["an internal error", answer(200, error("internal_error", "oh")), "(200): oh"],
];

const pagesOf = ({ simulator }: TestApp) => simulator.requests.map(({ page }) => page);
const peopleOf = ({ simulator }: TestApp) => simulator.search(PARIS).length;

async function expectAllBoughtOnce(app: TestApp): Promise<void> {
  const { rows } = await app.db.pool.query("select count(*)::int as people from profiles");
  expect(rows).toEqual([{ people: peopleOf(app) }]);
  expect(app.simulator.charged()).toBe(peopleOf(app));
  await expectInvariants(app.db, app.simulator);
}

/** Lets so many days pass for what was bought. */
const letDaysPass = (app: TestApp, days: number) =>
  app.db.pool.query(
    `update passes set last_bought_at = last_bought_at - make_interval(days => $1),
       ended_at = ended_at - make_interval(days => $1)`,
    [days],
  );

describe("a page after the first that is refused with", () => {
  it.each(REFUSALS)("%s once is requested again, and the search goes on", async (_, fault) => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: { page: 3, times: 1 }, fault }]);
      const { specs } = await app.run([parisSpec()]);
      expect(specs[0]).toMatchObject({ status: "complete", stopReason: "no_more_pages" });
      expect(pagesOf(app).slice(0, 5)).toEqual([1, 2, 3, 3, 4]);
      await expectAllBoughtOnce(app);
    });
  });

  it.each(REFUSALS)(
    "%s twice stops the walk with the API's words, and resume requests it again",
    async (_, fault, words) => {
      await withTestApp({}, async (app) => {
        app.simulator.setFaults([{ when: { page: 3 }, fault }]);
        const { runId, specs } = await app.run([parisSpec()]);
        expect(specs[0]).toMatchObject({
          status: "stopped",
          stopReason: "page_refused",
          nextPage: 3,
          pages: 2,
        });
        expect(specs[0]?.note).toContain("page 3 was refused, also when it was requested again");
        expect(specs[0]?.note).toContain(words);
        expect(specs[0]?.note).not.toContain("LEONAR_BASE_URL");
        expect(pagesOf(app)).toEqual([1, 2, 3, 3]);
        app.simulator.setFaults([]);
        expect(await app.runs.resumeRun(runId, null, null)).toBe("done");
        await app.work();
        expect((await app.report(runId)).specs[0]).toMatchObject({ stopReason: "no_more_pages", note: null });
        expect(pagesOf(app).slice(0, 6)).toEqual([1, 2, 3, 3, 3, 4]);
        await expectAllBoughtOnce(app);
      });
    },
  );

  it("400 is requested again by the next run, which buys nothing else again", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: { page: 2 }, fault: { kind: "error", code: "validation_error" } }]);
      await app.run([parisSpec()]);
      await app.run([parisSpec()]);
      app.simulator.setFaults([]);
      expect((await app.run([parisSpec()])).specs[0]).toMatchObject({ status: "complete" });
      expect(pagesOf(app).slice(0, 7)).toEqual([1, 2, 2, 2, 2, 2, 3]);
      await expectAllBoughtOnce(app);
    });
  });

  it("400 is requested again after a pause", async () => {
    await withTestApp({}, async (app) => {
      const waits: number[] = [];
      const sleep = async (ms: number) => void waits.push(ms);
      app.simulator.setFaults([{ when: { page: 2, times: 1 }, fault: { kind: "error", code: "not_found" } }]);
      await app.run([parisSpec()], {}, { deps: { sleep } });
      expect(waits).toEqual([3_000]);
    });
  });
});

describe("a page after the first that is answered with status 200 and an error of", () => {
  it.each(DOUBTFUL)("%s is suspense, and stops the walk with the API's words", async (_, fault, words) => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: { page: 3, times: 2 }, fault }]);
      const { runId, specs } = await app.run([parisSpec()]);
      expect(specs[0]).toMatchObject({
        status: "stopped",
        stopReason: "page_refused",
        nextPage: 3,
        creditsInSuspense: 50,
      });
      expect(specs[0]?.note).toContain(words);
      await app.runs.resumeRun(runId, null, null);
      await app.work();
      expect((await app.report(runId)).specs[0]).toMatchObject({ stopReason: "no_more_pages" });
      await expectAllBoughtOnce(app);
    });
  });

  it("an unknown code on the first page is no refusal of a page", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: {}, fault: answer(200, error("odd", "no")) }]);
      expect((await app.run([parisSpec()])).specs[0]).toMatchObject({ stopReason: "unavailable" });
    });
  });
});

describe("a next page that does not grow", () => {
  it.each(["same", "backwards"] as const)(
    "on one page (%s) is taken for a slip: the page after it is bought",
    async (to) => {
      await withTestApp({}, async (app) => {
        app.simulator.setFaults([{ when: { page: 3 }, fault: { kind: "next_page", to } }]);
        expect((await app.run([parisSpec()])).specs[0]).toMatchObject({ stopReason: "no_more_pages" });
        await expectAllBoughtOnce(app);
      });
    },
  );

  it("on two pages in a row stops the walk, and resume goes on at the page after them", async () => {
    await withTestApp({}, async (app) => {
      const loop: Fault = { kind: "next_page", to: "backwards" };
      app.simulator.setFaults([
        { when: { page: 2 }, fault: loop },
        { when: { page: 3 }, fault: loop },
      ]);
      const { runId, specs } = await app.run([parisSpec()]);
      expect(specs[0]).toMatchObject({
        status: "stopped",
        stopReason: "page_refused",
        pages: 3,
        nextPage: 4,
      });
      expect(specs[0]?.note).toContain("page 4 is requested first by the next run");
      await app.runs.resumeRun(runId, null, null);
      await app.work();
      expect((await app.report(runId)).specs[0]).toMatchObject({ stopReason: "no_more_pages" });
      await expectAllBoughtOnce(app);
    });
  });

  it("on every page costs one page in each further run", async () => {
    await withTestApp({}, async (app) => {
      const loops = Array.from({ length: 10 }, (_, at) => ({
        when: { page: at + 2 },
        fault: { kind: "next_page", to: "same" } as const,
      }));
      app.simulator.setFaults(loops);
      const reports = [
        await app.run([parisSpec()]),
        await app.run([parisSpec()]),
        await app.run([parisSpec()]),
      ];
      expect(reports.map(({ specs }) => [specs[0]?.stopReason, specs[0]?.pages])).toEqual([
        ["page_refused", 3],
        ["page_refused", 1],
        ["page_refused", 1],
      ]);
    });
  });
});

describe("an API that refuses every page after the third for ever", () => {
  const deepest = [4, 5].map((page) => ({
    when: { page },
    fault: { kind: "error", code: "validation_error", message: "page: must be at most 3" } as const,
  }));

  it("is asked for that page in each run, for nothing, and refreshed refresh_days after the last page was bought", async () => {
    await withTestApp({}, async (app) => {
      const spec = parisSpec({ refreshDays: 30 });
      app.simulator.setFaults(deepest);
      await app.run([spec]);
      await letDaysPass(app, 29);
      expect((await app.run([spec])).specs[0]).toMatchObject({ stopReason: "page_refused", creditsSpent: 0 });
      await letDaysPass(app, 1);
      const asked = app.simulator.requests.length;
      expect((await app.run([spec])).specs[0]).toMatchObject({ stopReason: "page_refused", pages: 3 });
      expect(pagesOf(app).slice(asked)).toEqual([1, 2, 3, 4, 4]);
      await expectInvariants(app.db, app.simulator);
    });
  });
});

describe("a search that failed", () => {
  it.each([
    [
      "at a page that is none",
      { kind: "override", set: { profiles: "none", credits_consumed: 25 } } as const,
      3,
    ],
    ["at a first page that loops", { kind: "next_page", to: "same" } as const, 1],
  ])(
    "%s is refreshed refresh_days after the last page was bought, and not before",
    async (_, fault, page) => {
      await withTestApp({}, async (app) => {
        app.simulator.setFaults([{ when: { page, times: 1 }, fault }]);
        const spec = parisSpec({ refreshDays: 30 });
        expect((await app.run([spec])).specs[0]).toMatchObject({ status: "failed" });
        await letDaysPass(app, 29);
        expect((await app.run([spec])).specs[0]).toMatchObject({ status: "failed", pages: 0 });
        await letDaysPass(app, 1);
        expect((await app.run([spec])).specs[0]).toMatchObject({ stopReason: "no_more_pages" });
      });
    },
  );

  it("at the first page of a refresh is asked for it again in the next run, for nothing", async () => {
    await withTestApp({}, async (app) => {
      const spec = parisSpec({ refreshDays: 30 });
      await app.run([spec]);
      await letDaysPass(app, 31);
      const refused = { when: { page: 1, times: 1 }, fault: { kind: "error", code: "not_found" } as const };
      app.simulator.setFaults([refused]);
      expect((await app.run([spec])).specs[0]).toMatchObject({
        status: "failed",
        stopReason: "request_rejected",
      });
      expect((await app.run([spec])).specs[0]).toMatchObject({ stopReason: "known_people", pages: 2 });
    });
  });

  it("at its first page is left alone until its spec changes", async () => {
    await withTestApp({}, async (app) => {
      const spec = parisSpec({ refreshDays: 0 });
      app.simulator.setFaults([{ when: { page: 1 }, fault: { kind: "error", code: "validation_error" } }]);
      await app.run([spec]);
      expect((await app.run([spec])).specs[0]).toMatchObject({ status: "failed", pages: 0 });
      expect(app.simulator.requests).toHaveLength(1);
      expect(await rowsOf(app, "select credits from calls")).toEqual([{ credits: 0 }]);
    });
  });
});

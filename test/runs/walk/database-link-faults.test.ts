import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { countSpool, makeFileSpool } from "../../../src/operations/file-spool.ts";
import { drainSpool } from "../../../src/runs/walk/answer-spool.ts";
import { StoreUnavailable } from "../../../src/values/errors.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { parisSpec, rowsOf } from "../../support/leased-walk.ts";
import { storedPeople } from "../../support/people.ts";
import { type PgProxy, startPgProxy } from "../../support/pg-proxy.ts";
import { specOf, type TestApp, withTestApp } from "../../support/test-app.ts";

const spec = parisSpec({ maxPages: 6 });
const PLACES = [
  "Paris, France",
  "Lyon, France",
  "Berlin, Germany",
  "Munich, Germany",
  "London, United Kingdom",
  "New York, United States",
  "Madrid, Spain",
  "Amsterdam, Netherlands",
  "Dublin, Ireland",
  "Toronto, Canada",
];

/** A world whose link to the database the test may cut. */
async function withLink(use: (app: TestApp, link: PgProxy) => Promise<void>): Promise<void> {
  let link: PgProxy | undefined;
  const through = async (url: string) => {
    link = await startPgProxy(url);
    return link.url;
  };
  try {
    await withTestApp({ through, connections: 4 }, async (app) => {
      if (link === undefined) throw new Error("there is no link");
      await use(app, link);
    });
  } finally {
    await link?.close();
  }
}

async function workToTheEnd(app: TestApp): Promise<void> {
  for (let goes = 0; goes < 20 && (await app.runs.unleasedWalks(null)).length > 0; goes += 1) {
    await app.work().catch((error: unknown) => {
      if (!(error instanceof StoreUnavailable)) throw error;
    });
  }
}

async function expectSixPages(app: TestApp): Promise<void> {
  const found = app.simulator.search({ ...spec.search }).slice(0, 150);
  expect([...(await storedPeople(app)).keys()].sort()).toEqual([...found].sort());
  expect(app.simulator.requests.map(({ page }) => page)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(app.simulator.charged()).toBe(found.length);
  expect(await rowsOf(app, "select id from calls where status = 'suspense'")).toEqual([]);
  await expectInvariants(app.db, app.simulator);
}

describe("a COMMIT whose answer is lost", () => {
  it.each([
    ["as a call is opened", "insert into calls"],
    ["as an answer is recorded", "insert into call_bodies"],
    ["as a page is stored", "update passes set next_page"],
  ])("%s costs no credit, no page and no person", async (_, text) => {
    await withLink(async (app, link) => {
      await app.plan([spec]);
      link.loseCommits(text, 3);
      await workToTheEnd(app);
      expect(link.lost()).toBe(3);
      await expectSixPages(app);
      expect(app.db.pool.totalCount).toBe(app.db.pool.idleCount);
    });
  });
});

it("a database that is away as each call begins leaks no connection and loses nothing", async () => {
  await withLink(async (app, link) => {
    await app.plan([spec]);
    for (let cuts = 0; cuts < 50; cuts += 1) {
      link.cut();
      await expect(app.db.transaction(async () => {})).rejects.toThrow(StoreUnavailable);
      link.restore();
    }
    await workToTheEnd(app);
    await expectSixPages(app);
    expect(app.db.pool.totalCount).toBe(app.db.pool.idleCount);
  });
});

describe("a transaction that the database gives up for the sake of others", () => {
  /** Every second attempt of each of the three transactions of a call ends so. */
  const giveUp = (app: TestApp, code: string) =>
    app.db.pool.query(
      `create sequence attempts;
       create function give_up() returns trigger language plpgsql as $$ begin
         if nextval('attempts') % 2 = 1 then raise exception using errcode = '${code}'; end if;
         return null;
       end $$;
       create trigger t1 before insert on calls for each statement execute function give_up();
       create trigger t2a before insert on call_bodies for each statement execute function give_up();
       create trigger t2b before insert on sightings for each statement execute function give_up()`,
    );

  it.each([
    ["a deadlock", "40P01"],
    ["a serialization failure", "40001"],
  ])("as after %s is tried again, and has no effect twice", async (_, code) => {
    await withTestApp({ connections: 4 }, async (app) => {
      await app.plan([spec]);
      await giveUp(app, code);
      await workToTheEnd(app);
      await expectSixPages(app);
    });
  });
});

it("ten walks at once on one connection end", async () => {
  await withTestApp({ connections: 1 }, async (app) => {
    const specs = Array.from({ length: 10 }, (_, place) =>
      specOf(`ten-${place}`, { job_title: ["Product Manager"], location: [PLACES[place] ?? ""] }),
    );
    const report = await app.run(specs, {}, { concurrency: 10 });
    expect(report.specs.map(({ status }) => status)).toEqual(specs.map(() => "complete"));
    const union = new Set(specs.flatMap(({ search }) => app.simulator.search({ ...search })));
    expect([...(await storedPeople(app)).keys()].sort()).toEqual([...union].sort());
    await expectInvariants(app.db, app.simulator);
  });
});

describe("a paid answer that the database cannot take", () => {
  /**
   * The link is cut while the API answers for page 3, and comes back as this attempt to record that answer begins; null: it
   * stays away.
   */
  const cutWhileAnswering = (app: TestApp, link: PgProxy, backAtAttempt: number | null) => {
    let applied = 0;
    let attempts = 0;
    return app.deps({
      store: {
        ...app.store,
        applyPage: async (...call) => {
          await app.store.applyPage(...call);
          applied += 1;
        },
        recordAnswer: async (...call) => {
          if (link.isCut()) attempts += 1;
          if (attempts === backAtAttempt) link.restore();
          await app.store.recordAnswer(...call);
        },
      },
      search: {
        ...app.search,
        search: async (request, ...rest) => {
          const answer = await app.search.search(request, ...rest);
          if (request.page !== 3) return answer;
          // Page 2 is stored meanwhile: cut off from that, the walk would end before it has this answer.
          await expect.poll(() => applied, { timeout: 60_000 }).toBe(2);
          link.cut();
          return answer;
        },
      },
    });
  };

  it("waits on the disk, readable by its owner alone, and is stored when the database is back", async () => {
    await withLink(async (app, link) => {
      await app.plan([spec]);
      let onDisk: string[] = [];
      const deps = cutWhileAnswering(app, link, 3);
      const spool = {
        ...deps.spool,
        discard: async (...kept: Parameters<typeof deps.spool.discard>) => {
          onDisk = (await readdir(app.spoolFolder)).filter((name) => !name.endsWith(".room"));
          await deps.spool.discard(...kept);
        },
      };
      await app.work({ deps: { ...deps, spool } });
      expect(onDisk).toHaveLength(1);
      const left = await readdir(app.spoolFolder);
      expect(left.filter((name) => !name.endsWith(".room"))).toEqual([]);
      await workToTheEnd(app);
      await expectSixPages(app);
    });
  });

  it("survives the process, and is stored by the next one before anything is bought", async () => {
    await withLink(async (app, link) => {
      await app.plan([spec]);
      await expect(app.work({ deps: cutWhileAnswering(app, link, null) })).rejects.toThrow(StoreUnavailable);
      expect(await countSpool(app.spoolFolder)).toEqual({ waiting: 1, aside: 0 });
      link.restore();
      expect(app.simulator.requests).toHaveLength(3);
      app.gone.add("worker");
      await app.work({ deps: { store: app.storeOf("the next") } });
      await expectSixPages(app);
      expect(await countSpool(app.spoolFolder)).toEqual({ waiting: 0, aside: 0 });
    });
  });

  it("is tried again from memory for as long as neither disk nor database takes it", async () => {
    await withLink(async (app, link) => {
      await app.plan([spec]);
      const full = async () => {
        throw new Error("no space left");
      };
      const reserve = async () => ({ keep: full, release() {} });
      const spool = { ...makeFileSpool(app.spoolFolder, "store"), reserve };
      await app.work({ deps: { ...cutWhileAnswering(app, link, 200), spool } });
      await workToTheEnd({ ...app, work: () => app.work({ deps: { spool } }) });
      await expectSixPages(app);
    });
  });

  it("is not bought where it could not be kept", async () => {
    await withTestApp({}, async (app) => {
      await writeFile(app.spoolFolder, "a file where the folder should be");
      const spool = { ...makeFileSpool(app.spoolFolder, "store"), kept: async () => [] };
      const { runId } = await app.plan([spec]);
      await app.work({ deps: { spool } });
      const [walk] = (await app.report(runId)).specs;
      expect([walk?.stopReason, app.simulator.requests]).toEqual(["unavailable", []]);
    });
  });

  it("is put aside where the database has no such call, and never ends in another database", async () => {
    await withTestApp({}, async (app) => {
      const attempt = "00000000-0000-4000-8000-000000000000";
      const body = Buffer.from('{"data":{"profiles":[]}}');
      const spool = makeFileSpool(app.spoolFolder, "store");
      await spool.keep({ callId: 7, attempt, body });
      await makeFileSpool(app.spoolFolder, "another").keep({ callId: 7, attempt, body });
      expect(await drainSpool(spool, app.store, app.search)).toEqual({
        stored: 0,
        unknown: 1,
        unreadable: 0,
      });
      expect(await countSpool(app.spoolFolder)).toEqual({ waiting: 1, aside: 1 });
      const names = await readdir(app.spoolFolder);
      expect(names.filter((name) => name.startsWith("another") && name.endsWith(".answer"))).toHaveLength(1);
    });
  });
});

it("an answer kept on the disk is readable by nobody else", async () => {
  await withTestApp({}, async ({ spoolFolder }) => {
    await makeFileSpool(spoolFolder, "store").keep({ callId: 1, attempt: "a", body: Buffer.from("{}") });
    const [name = ""] = await readdir(spoolFolder);
    expect((await stat(join(spoolFolder, name))).mode & 0o777).toBe(0o600);
    expect((await stat(spoolFolder)).mode & 0o777).toBe(0o700);
  });
});

import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { drainSpool } from "../../../src/runs/walk/answer-spool.ts";
import { StoreUnavailable } from "../../../src/values/errors.ts";
import { countSpool, makeFileSpool } from "../../../src/operations/file-spool.ts";
import { parisSpec, rowsOf } from "../../support/leased-walk.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { storedPeople } from "../../support/people.ts";
import { type PgProxy, startPgProxy } from "../../support/pg-proxy.ts";
import { specOf, type World, withWorld } from "../../support/test-app.ts";

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
async function withLink(use: (world: World, link: PgProxy) => Promise<void>): Promise<void> {
  let link: PgProxy | undefined;
  const through = async (url: string) => {
    link = await startPgProxy(url);
    return link.url;
  };
  try {
    await withWorld({ through, connections: 4 }, async (world) => {
      if (link === undefined) throw new Error("there is no link");
      await use(world, link);
    });
  } finally {
    await link?.close();
  }
}

async function workToTheEnd(world: World): Promise<void> {
  for (let goes = 0; goes < 20 && (await world.runs.freeWalks(null)).length > 0; goes += 1) {
    await world.work().catch((error: unknown) => {
      if (!(error instanceof StoreUnavailable)) throw error;
    });
  }
}

async function expectSixPages(world: World): Promise<void> {
  const found = world.simulator.search({ ...spec.search }).slice(0, 150);
  expect([...(await storedPeople(world)).keys()].sort()).toEqual([...found].sort());
  expect(world.simulator.requests.map(({ page }) => page)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(world.simulator.charged()).toBe(found.length);
  expect(await rowsOf(world, "select id from calls where status = 'suspense'")).toEqual([]);
  await expectInvariants(world.db, world.simulator);
}

describe("a COMMIT whose answer is lost", () => {
  it.each([
    ["as a call is opened", "insert into calls"],
    ["as an answer is recorded", "insert into call_bodies"],
    ["as a page is stored", "update passes set next_page"],
  ])("%s costs no credit, no page and no person", async (_, text) => {
    await withLink(async (world, link) => {
      await world.plan([spec]);
      link.loseCommits(text, 3);
      await workToTheEnd(world);
      expect(link.lost()).toBe(3);
      await expectSixPages(world);
      expect(world.db.pool.totalCount).toBe(world.db.pool.idleCount);
    });
  });
});

it("a database that is away as each call begins leaks no connection and loses nothing", async () => {
  await withLink(async (world, link) => {
    await world.plan([spec]);
    for (let cuts = 0; cuts < 50; cuts += 1) {
      link.cut();
      await expect(world.db.transaction(async () => {})).rejects.toThrow(StoreUnavailable);
      link.restore();
    }
    await workToTheEnd(world);
    await expectSixPages(world);
    expect(world.db.pool.totalCount).toBe(world.db.pool.idleCount);
  });
});

describe("a transaction that the database gives up for the sake of others", () => {
  /** Every second attempt of each of the three transactions of a call ends so. */
  const giveUp = (world: World, code: string) =>
    world.db.pool.query(
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
    await withWorld({ connections: 4 }, async (world) => {
      await world.plan([spec]);
      await giveUp(world, code);
      await workToTheEnd(world);
      await expectSixPages(world);
    });
  });
});

it("ten walks at once on one connection end", async () => {
  await withWorld({ connections: 1 }, async (world) => {
    const specs = Array.from({ length: 10 }, (_, place) =>
      specOf(`ten-${place}`, { job_title: ["Product Manager"], location: [PLACES[place] ?? ""] }),
    );
    const report = await world.run(specs, {}, { concurrency: 10 });
    expect(report.specs.map(({ status }) => status)).toEqual(specs.map(() => "complete"));
    const union = new Set(specs.flatMap(({ search }) => world.simulator.search({ ...search })));
    expect([...(await storedPeople(world)).keys()].sort()).toEqual([...union].sort());
    await expectInvariants(world.db, world.simulator);
  });
});

describe("a paid answer that the database cannot take", () => {
  /** The link is cut while the API answers; `after` waits are slept through before it comes back. */
  const cutWhileAnswering = (world: World, link: PgProxy, restoreAfter: number) => {
    let waits = 0;
    let applied = 0;
    return world.ports({
      store: {
        ...world.store,
        applyCall: async (...call) => {
          await world.store.applyCall(...call);
          applied += 1;
        },
      },
      search: {
        ...world.search,
        search: async (request, ...rest) => {
          const answer = await world.search.search(request, ...rest);
          if (request.page !== 3) return answer;
          // Page 2 is stored meanwhile: cut off from that, the walk would end before it has this answer.
          await expect.poll(() => applied, { timeout: 10_000 }).toBe(2);
          link.cut();
          return answer;
        },
      },
      sleep: async () => {
        waits += 1;
        if (waits === restoreAfter) link.restore();
      },
    });
  };

  it("waits on the disk, readable by its owner alone, and is stored when the database is back", async () => {
    await withLink(async (world, link) => {
      await world.plan([spec]);
      let onDisk: string[] = [];
      const ports = cutWhileAnswering(world, link, 2);
      await world.work({
        ports: {
          ...ports,
          sleep: async (ms, signal) => {
            onDisk = await readdir(world.spoolFolder).catch(() => []);
            await ports.sleep(ms, signal);
          },
        },
      });
      expect(onDisk).toHaveLength(1);
      expect(await readdir(world.spoolFolder)).toEqual([]);
      await workToTheEnd(world);
      await expectSixPages(world);
    });
  });

  it("survives the process, and is stored by the next one before anything is bought", async () => {
    await withLink(async (world, link) => {
      await world.plan([spec]);
      await expect(world.work({ ports: cutWhileAnswering(world, link, -1) })).rejects.toThrow(
        StoreUnavailable,
      );
      expect(await countSpool(world.spoolFolder)).toEqual({ waiting: 1, aside: 0 });
      link.restore();
      expect(world.simulator.requests).toHaveLength(3);
      world.gone.add("worker");
      await world.work({ ports: { store: world.storeOf("the next") } });
      await expectSixPages(world);
      expect(await countSpool(world.spoolFolder)).toEqual({ waiting: 0, aside: 0 });
    });
  });

  it("is insisted on in memory where the disk does not take it", async () => {
    await withLink(async (world, link) => {
      await world.plan([spec]);
      await writeFile(world.spoolFolder, "a file where the folder should be");
      const spool = { ...makeFileSpool(world.spoolFolder, "store"), kept: async () => [] };
      await world.work({ ports: { ...cutWhileAnswering(world, link, 2), spool } });
      await workToTheEnd({ ...world, work: () => world.work({ ports: { spool } }) });
      await expectSixPages(world);
    });
  });

  it("is put aside where the database has no such call, and never ends in another database", async () => {
    await withWorld({}, async (world) => {
      const attempt = "00000000-0000-4000-8000-000000000000";
      const body = Buffer.from('{"data":{"profiles":[]}}');
      const spool = makeFileSpool(world.spoolFolder, "store");
      await spool.keep({ callId: 7, attempt, body });
      await makeFileSpool(world.spoolFolder, "another").keep({ callId: 7, attempt, body });
      expect(await drainSpool(spool, world.store, world.search)).toBe(0);
      expect(await countSpool(world.spoolFolder)).toEqual({ waiting: 1, aside: 1 });
      const names = await readdir(world.spoolFolder);
      expect(names.filter((name) => name.startsWith("another") && name.endsWith(".answer"))).toHaveLength(1);
    });
  });
});

it("an answer kept on the disk is readable by nobody else", async () => {
  await withWorld({}, async ({ spoolFolder }) => {
    await makeFileSpool(spoolFolder, "store").keep({ callId: 1, attempt: "a", body: Buffer.from("{}") });
    const [name = ""] = await readdir(spoolFolder);
    expect((await stat(join(spoolFolder, name))).mode & 0o777).toBe(0o600);
    expect((await stat(spoolFolder)).mode & 0o777).toBe(0o700);
  });
});

import { afterEach, beforeEach, describe, expect, inject, it, vi } from "vitest";
import type { QueueBackend } from "../../src/queue/queue-backend.ts";
import { openQueues, type Queues } from "../../src/queue/queues.ts";
import { startRedisCluster } from "../support/redis-cluster.ts";
import { HAS_REDIS, startRedis } from "../support/redis-server.ts";
import { openTestDatabase } from "../support/test-database.ts";

interface Lent {
  readonly place: QueueBackend;
  close(): Promise<void>;
}

const PLACES: Readonly<Record<"postgres" | "redis" | "redis cluster", () => Promise<Lent>>> = {
  async postgres() {
    const database = await openTestDatabase(inject("postgresUrl"));
    return { place: { kind: "postgres", url: database.directUrl }, close: () => database.close() };
  },
  async redis() {
    const server = await startRedis();
    return { place: { kind: "redis", url: server.url }, close: () => server.close() };
  },
  async "redis cluster"() {
    const cluster = await startRedisCluster({ masters: 3 });
    return { place: { kind: "redis", url: cluster.url }, close: () => cluster.close() };
  },
};

interface Gate {
  readonly promise: Promise<void>;
  resolve(): void;
}

function makeGate(): Gate {
  let open: () => void = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, resolve: () => open() };
}

const failOnError = (error: Error) => {
  throw error;
};

for (const kind of ["postgres", "redis", "redis cluster"] as const) {
  describe.skipIf(kind !== "postgres" && !HAS_REDIS)(`queues in ${kind}`, () => {
    let lent: Lent;
    let queues: Queues;

    beforeEach(async () => {
      lent = await PLACES[kind]();
      queues = await openQueues(lent.place);
    });
    afterEach(async () => {
      await queues.close();
      await lent.close();
    });

    it("pass every job to a worker with its name and payload", async () => {
      const done: unknown[] = [];
      const worker = await queues.work(
        "main",
        2,
        async (name, payload) => void done.push({ name, payload }),
        failOnError,
      );
      await queues.add("main", { name: "walk-spec", payload: { walkId: 7 }, id: "walk-7-1", delayMs: 0 });
      await vi.waitFor(() => expect(done).toEqual([{ name: "walk-spec", payload: { walkId: 7 } }]));
      await worker.close();
    });

    it("drop the second of two waiting jobs with one id, and take it again once the first is done", async () => {
      const done: string[] = [];
      const ring = () => queues.add("main", { name: "walk-spec", payload: {}, id: "walk-1-1", delayMs: 0 });
      await ring();
      await ring();
      await queues.add("main", { name: "last", payload: {}, id: "last", delayMs: 0 });
      const worker = await queues.work("main", 1, async (name) => void done.push(name), failOnError);
      await vi.waitFor(() => expect(done).toEqual(["walk-spec", "last"]));
      await ring();
      await vi.waitFor(() => expect(done).toEqual(["walk-spec", "last", "walk-spec"]));
      await worker.close();
    });

    it("keep jobs of different queues apart", async () => {
      const done: unknown[] = [];
      const worker = await queues.work(
        "run-1",
        1,
        async (_, payload) => void done.push(payload),
        failOnError,
      );
      await queues.add("run-2", { name: "walk-spec", payload: { walkId: 2 }, id: "a", delayMs: 0 });
      await queues.add("run-1", { name: "walk-spec", payload: { walkId: 1 }, id: "a", delayMs: 0 });
      await vi.waitFor(() => expect(done).toEqual([{ walkId: 1 }]));
      await worker.close();
    });

    it("report a failed job and continue with the next", async () => {
      const errors: Error[] = [];
      const done: string[] = [];
      const handler = async (name: string) => {
        if (name === "bad") throw new RangeError("never kept in the queue");
        done.push(name);
      };
      const worker = await queues.work("main", 1, handler, (error) => errors.push(error));
      await queues.add("main", { name: "bad", payload: {}, id: "bad", delayMs: 0 });
      await queues.add("main", { name: "good", payload: {}, id: "good", delayMs: 0 });
      await vi.waitFor(() => expect(done).toEqual(["good"]));
      expect(errors.map((error) => error.message)).toEqual(["never kept in the queue"]);
      await worker.close();
    });

    it("put a scheduled job into the queue at its times, once for all workers", async () => {
      const other = await openQueues(lent.place);
      const fired: string[] = [];
      const everySecond = [{ id: "often", cron: "* * * * * *", timeZone: "Europe/Paris" }];
      await queues.schedule("main", "fire", everySecond);
      await other.schedule("main", "fire", everySecond);
      const worker = await queues.work("main", 1, async (name) => void fired.push(name), failOnError);
      await vi.waitFor(() => expect(fired).toEqual(["fire", "fire"]), { timeout: 10_000 });
      await queues.schedule("main", "fire", []);
      await worker.close();
      await other.close();
    });

    it("wait for running jobs when a worker is closed", async () => {
      const started = makeGate();
      const finishing = makeGate();
      let ended = false;
      const handler = async () => {
        started.resolve();
        await finishing.promise;
        ended = true;
      };
      const worker = await queues.work("main", 1, handler, failOnError);
      await queues.add("main", { name: "long", payload: {}, id: "long", delayMs: 0 });
      await started.promise;
      const closing = worker.close();
      finishing.resolve();
      await closing;
      expect(ended).toBe(true);
    });

    it("remove a queue with its waiting jobs", async () => {
      await queues.add("run-9", { name: "walk-spec", payload: {}, id: "left", delayMs: 0 });
      await queues.drop("run-9");
      const done: string[] = [];
      const worker = await queues.work("run-9", 1, async (name) => void done.push(name), failOnError);
      await queues.add("run-9", { name: "next", payload: {}, id: "next", delayMs: 0 });
      await vi.waitFor(() => expect(done).toEqual(["next"]));
      await worker.close();
    });
  });
}

describe("the address of a queue in Postgres", () => {
  it("may contain options", async () => {
    const database = await openTestDatabase(inject("postgresUrl"));
    const url = `${database.directUrl}?options=${encodeURIComponent("-c work_mem=5MB")}`;
    const queues = await openQueues({ kind: "postgres", url });
    await queues.add("main", { name: "walk-spec", payload: {}, id: "one", delayMs: 0 });
    expect(await queues.counts(["main"])).toMatchObject({ waiting: 1 });
    await queues.close();
    await database.close();
  });
});

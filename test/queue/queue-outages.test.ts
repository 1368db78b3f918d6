import { describe, expect, it, vi } from "vitest";
import type { QueueBackend } from "../../src/queue/queue-backend.ts";
import { openQueues, type Queues } from "../../src/queue/queues.ts";
import { makeDeferred } from "../../src/values/deferred.ts";
import { StoreUnavailable } from "../../src/values/errors.ts";
import { withOwnPostgres } from "../support/own-postgres.ts";
import { HAS_REDIS, startRedis } from "../support/redis-server.ts";

vi.setConfig({ testTimeout: 180_000 });

interface Server {
  readonly backend: QueueBackend;
  cutConnections(): Promise<void>;
  freeze(): void;
  wake(): void;
  stop(): Promise<void>;
  start(): Promise<void>;
}
type Kind = QueueBackend["kind"];

const SERVERS: Readonly<Record<Kind, (use: (server: Server) => Promise<void>) => Promise<void>>> = {
  postgres: (use) =>
    withOwnPostgres(async ({ db, url, stop, start, signal }) =>
      use({
        backend: { kind: "postgres", url },
        async cutConnections() {
          await db.pool.query(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sourcing queue'",
          );
        },
        freeze: () => signal("SIGSTOP"),
        wake: () => signal("SIGCONT"),
        stop: () => stop("immediate"),
        start,
      }),
    ),
  async redis(use) {
    const redis = await startRedis();
    try {
      await use({
        backend: { kind: "redis", url: redis.url },
        cutConnections: () => redis.command("client", "kill", "type", "normal"),
        freeze: () => redis.signal("SIGSTOP"),
        wake: () => redis.signal("SIGCONT"),
        stop: redis.kill,
        start: redis.start,
      });
    } finally {
      await redis.close();
    }
  },
};

const NAMES = ["main", "desk", "run-1"] as const;

/** Opens queues with a worker for each, and notes the jobs that were done. */
async function openThree(backend: QueueBackend) {
  const queues = await openQueues(backend);
  const done = new Set<string>();
  const errors: Error[] = [];
  const workers = await Promise.all(
    NAMES.map((name) =>
      queues.work(
        name,
        2,
        async (job) => void done.add(job),
        (error) => errors.push(error),
      ),
    ),
  );
  return {
    queues,
    done,
    errors,
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
      await queues.close();
    },
  };
}

/** A job may be lost with the server that held it, and is put in again, as the sweep does it. */
async function expectAllWork(queues: Queues, done: ReadonlySet<string>, when: string): Promise<void> {
  for (const queue of NAMES) {
    const name = `${queue} ${when}`;
    await vi.waitFor(
      async () => {
        await queues.add(queue, { name, payload: {}, id: name.replaceAll(" ", "-"), delayMs: 0 });
        expect([...done]).toContain(name);
      },
      { timeout: 40_000, interval: 250 },
    );
  }
}

const untilRefused = (queues: Queues) =>
  vi.waitFor(
    async () => {
      const adding = queues.add("main", { name: "never", payload: {}, id: "never", delayMs: 0 });
      await expect(adding).rejects.toThrow(StoreUnavailable);
    },
    { timeout: 40_000, interval: 100 },
  );

describe.concurrent.each([
  { kind: "postgres" as const, isMissing: process.platform !== "linux" },
  { kind: "redis" as const, isMissing: !HAS_REDIS },
])("queues of one process in $kind", ({ kind, isMissing }) => {
  it.skipIf(isMissing)("go on after their connections were cut, again and again", async () => {
    await SERVERS[kind](async ({ backend, cutConnections }) => {
      const three = await openThree(backend);
      await expectAllWork(three.queues, three.done, "before");
      for (const time of ["first", "second", "third"]) {
        await cutConnections();
        await expectAllWork(three.queues, three.done, time);
      }
      await three.close();
    });
  });

  it.skipIf(isMissing)(
    "refuse within seconds while the server is frozen, and go on once it wakes",
    async () => {
      await SERVERS[kind](async ({ backend, freeze, wake }) => {
        const three = await openThree(backend);
        await expectAllWork(three.queues, three.done, "before");
        for (const time of ["first", "second"]) {
          freeze();
          try {
            await untilRefused(three.queues);
          } finally {
            wake();
          }
          await expectAllWork(three.queues, three.done, time);
        }
        await three.close();
      });
    },
  );

  it.skipIf(isMissing)("go on after the server was restarted, twice", async () => {
    await SERVERS[kind](async ({ backend, stop, start }) => {
      const three = await openThree(backend);
      await expectAllWork(three.queues, three.done, "before");
      for (const time of ["first", "second"]) {
        await stop();
        await untilRefused(three.queues);
        await start();
        await expectAllWork(three.queues, three.done, time);
      }
      await three.close();
    });
  });

  it.skipIf(isMissing)("close within seconds while the server is frozen", async () => {
    await SERVERS[kind](async ({ backend, freeze, wake }) => {
      const three = await openThree(backend);
      await expectAllWork(three.queues, three.done, "before");
      freeze();
      try {
        await three.close();
      } finally {
        wake();
      }
    });
  });

  it.skipIf(isMissing)("do not wait for each other while one of them is at work or idle", async () => {
    await SERVERS[kind](async ({ backend }) => {
      const queues = await openQueues(backend);
      const finishing = makeDeferred();
      const done: string[] = [];
      const fail = (error: Error) => {
        throw error;
      };
      const busy = await queues.work("main", 1, () => finishing.promise, fail);
      const idle = await queues.work("run-1", 1, async () => {}, fail);
      const other = await queues.work("desk", 1, async (name) => void done.push(name), fail);
      await queues.add("main", { name: "long", payload: {}, id: "long", delayMs: 0 });
      for (const name of ["a", "b", "c"]) {
        await queues.add("desk", { name, payload: {}, id: name, delayMs: 0 });
        await vi.waitFor(() => expect(done).toContain(name), { timeout: 2_000 });
      }
      finishing.resolve();
      await Promise.all([busy.close(), idle.close(), other.close()]);
      await queues.close();
    });
  });
});

/** The connection itself is there, and nothing comes through it: a lost route, a frozen session. */
describe.skipIf(process.platform !== "linux")("queues in postgres", () => {
  it("replace a connection through which no answer comes", async () => {
    await withOwnPostgres(async ({ db, url }) => {
      const three = await openThree({ kind: "postgres", url });
      await expectAllWork(three.queues, three.done, "before");
      const { rows } = await db.pool.query<{ pid: number }>(
        "select pid from pg_stat_activity where application_name = 'sourcing queue'",
      );
      expect(rows).toHaveLength(2);
      for (const { pid } of rows) process.kill(pid, "SIGSTOP");
      try {
        await expectAllWork(three.queues, three.done, "after");
        const done: unknown[] = [];
        const late = await three.queues.work(
          "run-2",
          1,
          async (_, payload) => void done.push(payload),
          () => {},
        );
        await three.queues.add("run-2", { name: "new", payload: { walkId: 7 }, id: "new", delayMs: 0 });
        await vi.waitFor(() => expect(done).toEqual([{ walkId: 7 }]), { timeout: 40_000 });
        await late.close();
      } finally {
        for (const { pid } of rows) process.kill(pid, "SIGCONT");
      }
      await three.close();
    });
  });
});

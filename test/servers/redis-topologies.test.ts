import { describe, expect, it, vi } from "vitest";
import { openQueues } from "../../src/queue/queues.ts";
import { startRedisCluster } from "../support/redis-cluster.ts";
import { startSentinel } from "../support/redis-sentinel.ts";
import { freePort, HAS_REDIS, type RedisServer, startRedis } from "../support/redis-server.ts";
import { EXAMPLE_SPECS, withCli } from "../support/test-cli.ts";

/** A busy machine takes its time to notice that a node is gone, and to elect another. */
const PATIENCE = { timeout: 300_000, interval: 200 };

type Cluster = Awaited<ReturnType<typeof startRedisCluster>>;

async function withCluster(
  size: Parameters<typeof startRedisCluster>[0],
  settings: readonly string[],
  use: (cluster: Cluster) => Promise<void>,
): Promise<void> {
  const cluster = await startRedisCluster(size, ...settings);
  try {
    await use(cluster);
  } finally {
    await cluster.close();
  }
}

const open = (url: string) => openQueues({ kind: "redis", url });
const login = (url: string) => url.replace("redis://", "redis://queue:secret@");

/** Passes jobs through the queue before, and in the end after what happens to its server. Jobs may be lost in between. */
async function expectToGoOn(url: string, happen: () => Promise<void>): Promise<void> {
  const queues = await open(url);
  const done = new Set<string>();
  const worker = await queues.work(
    "main",
    1,
    async (_, payload) => void done.add(JSON.stringify(payload)),
    () => {},
  );
  let count = 0;
  const pass = async () => {
    count += 1;
    const job = { name: "walk-spec", payload: count, id: `job-${count}`, delayMs: 0 };
    await queues.add("main", job).catch(() => {});
    return done.size;
  };
  await vi.waitUntil(pass, PATIENCE);
  await happen();
  const before = count;
  const isPast = async () => {
    await pass();
    return [...done].some((payload) => Number(payload) > before);
  };
  await vi.waitUntil(isPast, PATIENCE);
  await worker.close();
  await queues.close();
}

describe.skipIf(!HAS_REDIS)("a Redis Cluster (skipped where Redis is not installed)", () => {
  it("holds the queue of a run and of a worker", async () => {
    await withCluster({ masters: 3 }, [], async ({ allUrls }) => {
      await withCli({}, async ({ start, simulator, sourcing, database }) => {
        const settings = { REDIS_URL: allUrls };
        const run = await start(["run", EXAMPLE_SPECS, "--budget", "300", "--json"], settings).ended;
        const { totals } = JSON.parse(run.stdout);
        expect(totals).toMatchObject({ creditsInSuspense: 0, creditsSpent: simulator.charged() });
        const worker = start(["worker"], settings);
        await sourcing(["run", EXAMPLE_SPECS, "--budget", "300", "--restart", "--detach"], settings);
        const done = "select count(*)::integer as runs from runs where status = 'done'";
        const areDone = async () => (await database.db.pool.query(done)).rows[0].runs === 2;
        await vi.waitUntil(areDone, { timeout: 120_000, interval: 500 });
        worker.child.kill("SIGTERM");
        await worker.ended;
        const doctor = await start(["doctor"], settings).ended;
        expect(doctor.stdout).toContain("ok   queue in Redis");
      });
    });
  });

  it("works for a user whom the ACL allows the keys of the queue and nothing dangerous", async () => {
    const user = ["--user", "queue", "on", ">secret", "~{sourcing}:*", "&*", "+@all", "-@dangerous"];
    await withCluster({ masters: 3 }, user, async ({ url }) => {
      await expectToGoOn(login(url), async () => {});
    });
  });

  it("whose user may use other keys only names the rights that the queue needs", async () => {
    const user = ["--user", "queue", "on", ">secret", "~bull:*", "&*", "+@all", "-@dangerous"];
    await withCluster({ masters: 3 }, user, async ({ url }) => {
      const queues = await open(login(url));
      const job = { name: "walk-spec", payload: {}, id: "one", delayMs: 0 };
      await expect(queues.add("main", job)).rejects.toThrow("`~{sourcing}:* &* +@all -@dangerous`");
      await queues.close();
    });
  });

  it("is found through a later host where the first is away", async () => {
    await withCluster({ masters: 3 }, [], async ({ url, allUrls }) => {
      const away = await freePort();
      await expectToGoOn(allUrls.replace("//", `//127.0.0.1:${away},`), async () => {});
      await expect(open(`redis://127.0.0.1:${away}`)).rejects.toThrow(`127.0.0.1:${away} (ECONNREFUSED)`);
      await expect(open(`${url}/1`)).rejects.toThrow("a Redis Cluster has none but 0");
    });
  });

  it("is refused where one of its nodes may evict jobs", async () => {
    await withCluster({ masters: 3 }, [], async ({ url, nodes }) => {
      await nodes[2]?.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
      await expect(open(url)).rejects.toThrow("Redis has maxmemory-policy allkeys-lru");
    });
  });

  it("is waited for where the node that holds the queue is killed and comes back empty", async () => {
    await withCluster({ masters: 3 }, [], async (cluster) => {
      await expectToGoOn(cluster.allUrls, async () => {
        const master = await cluster.masterOf("{sourcing}:sourcing-main:meta");
        await master.kill();
        await expect(open(cluster.allUrls)).rejects.toThrow(
          /does not serve all of its slots|cannot be reached/,
        );
        await master.start();
      });
    });
  });
});

describe.skipIf(!HAS_REDIS)("Sentinels (skipped where Redis is not installed)", () => {
  async function withSentinel(use: (servers: { url: string; master: RedisServer }) => Promise<void>) {
    const master = await startRedis();
    const { port } = new URL(master.url);
    const replica = await startRedis("--replicaof", "127.0.0.1", port, "--repl-diskless-sync-delay", "0");
    const sentinel = await startSentinel(master.url);
    const url = sentinel.url.replace("redis://", "redis+sentinel://");
    await use({ url, master }).finally(() =>
      Promise.all([sentinel, master, replica].map((one) => one.close())),
    );
  }

  it("lead to the master, and to the replica that takes over from it", async () => {
    await withSentinel(async ({ url, master }) => {
      await expectToGoOn(`${url}/main`, () => master.kill());
    });
  });

  it("that know no such master, or that are none, are told so", async () => {
    await withSentinel(async ({ url, master }) => {
      await expect(open(`${url}/other`)).rejects.toThrow("know no master of that name");
      const none = master.url.replace("redis://", "redis+sentinel://");
      await expect(open(`${none}/main`)).rejects.toThrow("names Sentinels, and what answers there is none");
      const away = `127.0.0.1:${await freePort()}`;
      await expect(open(`redis+sentinel://${away}/main`)).rejects.toThrow(
        `Redis cannot be reached at ${away}`,
      );
    });
  });

  it("are named as missing where several hosts are no Cluster", async () => {
    await withSentinel(async ({ master }) => {
      const { host } = new URL(master.url);
      await expect(open(`redis://${host},${host}`)).rejects.toThrow(
        "several hosts that are no Redis Cluster",
      );
    });
  });
});

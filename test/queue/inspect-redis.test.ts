import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { openQueues } from "../../src/queue/queues.ts";
import { makeCertificate } from "../support/certificate.ts";
import { startSentinel } from "../support/redis-sentinel.ts";
import { freePort, HAS_REDIS, type RedisServer, startRedis } from "../support/redis-server.ts";
import { withCli } from "../support/test-cli.ts";

async function withRedis(settings: readonly string[], use: (server: RedisServer) => Promise<void>) {
  const server = await startRedis(...settings);
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

const open = (url: string) => openQueues({ kind: "redis", url });
const login = (url: string, user: string, password = "secret") =>
  Object.assign(new URL(url), { username: user, password }).href;
const userOf = (name: string, ...rules: readonly string[]) => ["--user", name, "on", ">secret", ...rules];

async function expectWork(url: string): Promise<void> {
  const queues = await open(url);
  const done: string[] = [];
  const failed: Error[] = [];
  const worker = await queues.work(
    "main",
    1,
    async (name) => void done.push(name),
    (error) => failed.push(error),
  );
  await queues.add("main", { name: "walk-spec", payload: {}, id: "one", delayMs: 0 });
  await vi.waitUntil(() => done.length > 0, { timeout: 30_000 });
  await worker.close();
  await queues.close();
  expect({ done, failed }).toEqual({ done: ["walk-spec"], failed: [] });
}

describe.skipIf(!HAS_REDIS)("a Redis (skipped where it is not installed)", () => {
  it.each([
    ["INFO", ["~bull:*", "&*", "+@all", "-info"]],
    ["CONFIG", ["~bull:*", "&*", "+@all", "-config"]],
    ["INFO and CONFIG", ["~bull:*", "&*", "+@all", "-info", "-config"]],
    ["everything dangerous", ["~bull:*", "&*", "+@all", "-@dangerous"]],
  ])("works for a user whom the ACL forbids %s", async (_name, rules) => {
    await withRedis(userOf("queue", ...rules), ({ url }) => expectWork(login(url, "queue")));
  });

  it("that may evict is refused also where CONFIG alone tells so", async () => {
    const evicting = ["--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru"];
    const words = "Redis has maxmemory-policy allkeys-lru, which loses jobs: set maxmemory-policy noeviction";
    await withRedis([...evicting, ...userOf("queue", "~*", "&*", "+@all", "-info")], async ({ url }) => {
      await expect(open(url)).rejects.toThrow(words);
      await expect(open(login(url, "queue"))).rejects.toThrow(words);
    });
  });

  it("that refuses the login is told so, and not that it is away", async () => {
    const words = "Redis refuses the user or the password in REDIS_URL";
    await withRedis(["--requirepass", "other"], async ({ url }) => {
      await expect(open(url)).rejects.toThrow(words);
      await expect(open(login(url, "", "wrong"))).rejects.toThrow(words);
      await expect(open(login(url, "unknown"))).rejects.toThrow(words);
    });
  });

  it.each([
    ["other keys", ["~other:*", "&*", "+@all"]],
    ["no scripts", ["~bull:*", "&*", "+@all", "-@scripting"]],
  ])("whose user may use %s names the rights that the queue needs", async (_name, rules) => {
    await withRedis(userOf("queue", ...rules), async ({ url }) => {
      const queues = await open(login(url, "queue"));
      const job = { name: "walk-spec", payload: {}, id: "one", delayMs: 0 };
      await expect(queues.add("main", job)).rejects.toThrow("Redis forbids the user in REDIS_URL");
      await queues.close();
    });
  });

  it("that is a replica or a sentinel is refused by name, with INFO and without", async () => {
    const user = userOf("queue", "~*", "&*", "+@all", "-info");
    await withRedis(["--replicaof", "127.0.0.1", "1", ...user], async ({ url }) => {
      await expect(open(url)).rejects.toThrow("REDIS_URL leads to a replica");
      await expect(open(login(url, "queue"))).rejects.toThrow("REDIS_URL leads to a replica");
    });
    const sentinel = await startSentinel();
    await expect(open(sentinel.url)).rejects.toThrow("REDIS_URL leads to a Redis Sentinel");
    await sentinel.close();
  });

  it("that cannot be reached is named with host and port", async () => {
    const server = await startRedis();
    await server.close();
    await expect(open(server.url)).rejects.toThrow(
      `Redis cannot be reached at ${new URL(server.url).host} (ECONNREFUSED)`,
    );
  });

  it("with TLS works where its authority is known, and is refused by name where not", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sourcing-tls-"));
    const authority = makeCertificate("authority");
    const { cert, key } = makeCertificate("localhost", authority);
    const files = { ca: authority.cert, cert, key };
    for (const [name, text] of Object.entries(files))
      await writeFile(join(folder, name), text, { mode: 0o600 });
    const file = (name: keyof typeof files) => join(folder, name);
    const port = await freePort();
    const settings = [
      ...["--tls-port", String(port), "--tls-auth-clients", "no"],
      ...["--tls-cert-file", file("cert"), "--tls-key-file", file("key"), "--tls-ca-cert-file", file("ca")],
    ];
    await withRedis(settings, async () => {
      const url = `rediss://localhost:${port}`;
      await expect(open(url)).rejects.toThrow(/was refused \(.*NODE_EXTRA_CA_CERTS/);
      await withCli({}, async ({ start }) => {
        const doctor = await start(["doctor"], { REDIS_URL: url, NODE_EXTRA_CA_CERTS: file("ca") }).ended;
        expect(doctor).toMatchObject({ code: 0, stdout: expect.stringContaining("ok   queue in Redis") });
      });
    });
    await rm(folder, { recursive: true, force: true });
  });
});

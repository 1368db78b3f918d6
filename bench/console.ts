import { mkdtemp, rm } from "node:fs/promises";
import { type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { TemporaryStore } from "../scripts/temporary-store.ts";
import { openApp } from "../src/composition/open-app.ts";
import { SCOPES } from "../src/http/security/scope.ts";
import { renderStanding } from "../src/http/standing.ts";
import { startConsole } from "../src/http/start-console.ts";
import { parseConfig } from "../src/operations/config.ts";
import { type BenchOptions, type Figures, type Measurement, spreadOf, timed } from "./measurement.ts";
import { fillStore } from "./people/fill-store.ts";

const RUNS = 25;
const VIEWERS = 50;
const VIEWED_MS = 10_000;
const PAGES = [
  "/",
  "/specs",
  "/plan?budget=1000",
  "/runs",
  "/runs/1",
  "/people",
  "/people?title=engineer&place=paris",
  "/people?company=stripe",
  "/spend",
  "/spend?by=month",
  "/nights",
  "/requests",
];

/** The pages of the console over a store of many people, and what it costs that many browsers look at one run. */
export const consolePages: Measurement = {
  name: "console",
  about:
    "server times and sizes of the console's pages over many people, and the cost of 50 viewers of one run",
  async run(store: TemporaryStore, { people }: BenchOptions): Promise<Figures[]> {
    await fillStore(store, people);
    return withConsole(store, async (client) => [
      await measurePages(client, people),
      await measureViewers(client),
    ]);
  },
};

interface Client {
  get(path: string): Promise<Buffer>;
  /** Opens a stream and reads it until it is destroyed. */
  follow(path: string): Promise<IncomingMessage>;
}

async function withConsole<Result>(
  store: TemporaryStore,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  const home = await mkdtemp(join(tmpdir(), "sourcing-"));
  const app = await openApp(parseConfig({ DATABASE_URL: store.url, SOURCING_HOME: home, HOME: home }));
  const running = await startConsole({
    host: "127.0.0.1",
    port: 0,
    localName: "bench.localhost",
    publicUrl: null,
    context: { app, hasWorker: false, enqueueRun: async () => {}, now: () => new Date() },
    identify: async () => ({ actor: "bench", scopes: new Set(SCOPES) }),
    standing: async () => renderStanding(await app.workers.standing(), "UTC"),
    onError: (error) => {
      throw error;
    },
  });
  try {
    return await use(await signIn(running));
  } finally {
    await running.close();
    await app.close();
    await rm(home, { recursive: true, force: true });
  }
}

async function signIn({ origin, port }: { readonly origin: string; readonly port: number }): Promise<Client> {
  const ask = (path: string, headers: Readonly<Record<string, string>>, body?: string) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const method = body === undefined ? "GET" : "POST";
      const own = { host: new URL(origin).host, origin, ...headers };
      request({ host: "127.0.0.1", port, path, method, headers: own }, resolve).on("error", reject).end(body);
    });
  const type = { "content-type": "application/x-www-form-urlencoded" };
  const signedIn = await ask("/session", type, "token=any");
  signedIn.resume();
  const cookie = String(signedIn.headers["set-cookie"]).split(";")[0] ?? "";
  return {
    async get(path) {
      const chunks: Buffer[] = [];
      for await (const chunk of await ask(path, { cookie })) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    follow: (path) => ask(path, { cookie }),
  };
}

async function measurePages(client: Client, people: number): Promise<Figures> {
  const rows: (string | number)[][] = [];
  for (const path of PAGES) {
    const times: number[] = [];
    let page = await client.get(path);
    for (let run = 0; run < RUNS; run++)
      times.push(
        await timed(async () => {
          page = await client.get(path);
        }),
      );
    const { median, p95 } = spreadOf(times);
    rows.push([path, median, p95, page.length / 1_000, gzipSync(page).length / 1_000]);
  }
  return {
    title: `Pages of the console over ${people} people, ${RUNS} times each`,
    columns: ["page", "median ms", "p95 ms", "kB", "kB compressed"],
    rows,
    notes: [
      "The times are those of a client on the same machine, the sizes those of the page without its stylesheet and script.",
    ],
  };
}

async function measureViewers(client: Client): Promise<Figures> {
  const rows = [await measureFor(client, 0), await measureFor(client, VIEWERS)];
  return {
    title: `Processor time of the console while browsers look at one run, over ${VIEWED_MS / 1_000} s`,
    columns: ["viewers", "% of a processor", "kB sent", "resident MB"],
    rows,
    notes: ["The viewers are in the same process, so that their reading counts too."],
  };
}

async function measureFor(client: Client, viewers: number): Promise<number[]> {
  const streams = await Promise.all(Array.from({ length: viewers }, () => client.follow("/runs/1/events")));
  let bytes = 0;
  for (const stream of streams)
    stream.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
    });
  const before = process.cpuUsage();
  await delay(VIEWED_MS);
  const { user, system } = process.cpuUsage(before);
  for (const stream of streams) stream.destroy();
  return [
    viewers,
    (100 * (user + system)) / 1_000 / VIEWED_MS,
    bytes / 1_000,
    process.memoryUsage.rss() / 1_000_000,
  ];
}

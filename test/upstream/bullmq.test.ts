import { createPostgresBackend, Queue, Worker } from "bullmq";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { openTestDatabase, type TestDatabase } from "../support/test-database.ts";

const SCHEMA = "upstream_queue";
let database: TestDatabase;
let queue: Awaited<ReturnType<typeof openQueue>>;

const connectionTo = (url: string, schema = SCHEMA) => ({ connectionString: url, schema, migrate: true });

/** A queue whose tables are there. */
async function openQueue(url: string, schema = SCHEMA) {
  const opened = new Queue("upstream", { connection: connectionTo(url, schema) }, createPostgresBackend);
  opened.on("error", () => {});
  await opened.waitUntilReady();
  return opened;
}

/** Works on every waiting job. Returns their ids in the order in which they were done. */
async function workOff(count: number): Promise<string[]> {
  const done: string[] = [];
  const work = async ({ id }: { id?: string | undefined }) => void done.push(id ?? "");
  const worker = new Worker(
    "upstream",
    work,
    { connection: connectionTo(database.directUrl) },
    createPostgresBackend,
  );
  worker.on("error", () => {});
  await vi.waitFor(() => expect(done).toHaveLength(count), { timeout: 30_000 });
  await worker.close();
  return done;
}

beforeAll(async () => {
  database = await openTestDatabase(inject("postgresUrl"));
  queue = await openQueue(database.directUrl);
});
afterAll(async () => {
  await queue.close();
  await database.close();
});

describe("BullMQ on Postgres since 6.7", () => {
  it("drops a job without a word while an ended one of its id is kept, so that ended jobs must be removed", async () => {
    const add = (removeOnComplete: boolean) => queue.add("walk", {}, { jobId: "walk-1-1", removeOnComplete });
    await add(false);
    expect(await workOff(1)).toEqual(["walk-1-1"]);
    await add(true);
    expect(await queue.getWaitingCount()).toBe(0);
    await (await queue.getJob("walk-1-1"))?.remove();
    await add(true);
    expect(await workOff(1)).toEqual(["walk-1-1"]);
    await add(true);
    expect(await workOff(1)).toEqual(["walk-1-1"]);
  });

  it("refuses an id that is a whole number, so that the id of a job never is the number of its run alone", async () => {
    await expect(queue.add("walk", {}, { jobId: "12" })).rejects.toThrow("integers");
  });

  it("throws for a scheduler in a zone that Node does not know, and keeps the others", async () => {
    const set = (id: string, tz: string) => queue.upsertJobScheduler(id, { pattern: "0 2 * * *", tz });
    await set("good", "Europe/Paris");
    await expect(set("bad", "Europe/Atlantis")).rejects.toThrow();
    expect((await queue.getJobSchedulers()).map(({ key, pattern, tz }) => ({ key, pattern, tz }))).toEqual([
      { key: "good", pattern: "0 2 * * *", tz: "Europe/Paris" },
    ]);
  });

  it("replaces the one delayed job of a scheduler whose pattern changes", async () => {
    const set = (pattern: string) => queue.upsertJobScheduler("good", { pattern, tz: "UTC" });
    await set("0 3 * * *");
    await set("0 4 * * *");
    const delayed = await queue.getDelayed();
    expect(delayed.map(({ delay, timestamp }) => new Date(timestamp + delay).getUTCHours())).toEqual([4]);
  });

  it("says that it is ready with options in the address, and then finds none of its functions, so that options are given beside the address", async () => {
    const url = new URL(database.directUrl);
    url.searchParams.set("options", "-c statement_timeout=60000");
    const lost = await openQueue(url.href, "upstream_lost");
    await expect(lost.add("walk", {})).rejects.toThrow("add_job");
    await lost.close();
  });
});

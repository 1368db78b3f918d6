import { expect, inject, it, vi } from "vitest";
import { openQueues, type Queues } from "../../src/queue/queues.ts";
import { openTestDatabase, type TestDatabase } from "../support/test-database.ts";

vi.setConfig({ testTimeout: 240_000 });

const WALKS = 4;
const SLICES = 3;

/** What each table of the queue holds: rows, and bytes of the files once dead rows have made room. */
async function measure({ db }: TestDatabase) {
  const { rows: tables } = await db.pool.query<{ name: string }>(
    "select relname::text as name from pg_class where relnamespace = 'sourcing_queue'::regnamespace and relkind = 'r' order by 1",
  );
  const measured = new Map<string, { rows: number; bytes: number }>();
  for (const { name } of tables) {
    await db.pool.query(`vacuum sourcing_queue."${name}"`);
    const { rows } = await db.pool.query(
      `select count(*)::integer as rows, pg_total_relation_size('sourcing_queue."${name}"')::integer as bytes from sourcing_queue."${name}"`,
    );
    measured.set(name, rows[0]);
  }
  return measured;
}

/** What a firing of a schedule puts into the queues: a run, and its walks slice after slice. */
async function fire(queues: Queues, done: Set<string>, firing: number): Promise<void> {
  const names: string[] = [];
  const add = async (queue: string, name: string) => {
    names.push(name);
    await queues.add(queue, { name, payload: { runId: firing }, id: name, delayMs: 0 });
  };
  await add("desk", `start-run-${firing}`);
  for (let slice = 0; slice < SLICES; slice += 1)
    for (let walk = 0; walk < WALKS; walk += 1) await add("main", `walk-${firing}-${walk}-${slice}`);
  await vi.waitUntil(() => names.every((name) => done.has(name)), { timeout: 60_000 });
}

it("the tables of the queue are no larger after 120 firings of a schedule than after 60", async () => {
  const database = await openTestDatabase(inject("postgresUrl"));
  const queues = await openQueues({ kind: "postgres", url: database.directUrl });
  const done = new Set<string>();
  const handler = async (name: string) => void done.add(name);
  const fail = (error: Error) => {
    throw error;
  };
  const workers = [await queues.work("main", 4, handler, fail), await queues.work("desk", 1, handler, fail)];
  try {
    const measured: Awaited<ReturnType<typeof measure>>[] = [];
    for (let firing = 0; firing < 120; firing += 1) {
      await fire(queues, done, firing);
      if (firing % 20 === 19) measured.push(await measure(database));
    }
    const [before = new Map(), after = new Map()] = [measured[2], measured[5]];
    expect(after.size).toBeGreaterThan(3);
    for (const [table, { rows, bytes }] of after) {
      const former = before.get(table);
      // Events are deleted by the hundred.
      expect(rows, `rows of ${table}`).toBeLessThanOrEqual((former?.rows ?? 0) + 256);
      expect(bytes, `bytes of ${table}`).toBeLessThanOrEqual(1.5 * (former?.bytes ?? 0));
    }
  } finally {
    for (const worker of workers) await worker.close();
    await queues.close();
    await database.close();
  }
});

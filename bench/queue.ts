import type { Database } from "../src/database/database.ts";
import type { QueueBackend } from "../src/queue/queue-backend.ts";
import { openQueues, type Queues } from "../src/queue/queues.ts";
import { HAS_REDIS, startRedis } from "../test/support/redis-server.ts";
import { alternate, type Figures, type Measurement, type Spread, timed } from "./measurement.ts";
import { withDatabase } from "./with-database.ts";

const JOBS = 2_000;
/** Jobs put at once, then done at once. */
const AT_ONCE = 8;

/** What the queue is at its fastest: jobs that do nothing. */
export const queue: Measurement = {
  name: "queue",
  about: "jobs a second that do nothing, in Postgres and in Redis, against rows put and taken",
  run: ({ url }) =>
    withDatabase(url, AT_ONCE, (db) =>
      withQueues({ kind: "postgres", url }, (inPostgres) =>
        HAS_REDIS
          ? withRedis((inRedis) => measureQueues(db, inPostgres, inRedis))
          : measureQueues(db, inPostgres, null),
      ),
    ),
};

async function measureQueues(db: Database, inPostgres: Queues, inRedis: Queues | null): Promise<Figures[]> {
  await db.pool.query(
    "create table bench_jobs (id bigint generated always as identity primary key, job jsonb)",
  );
  const works = {
    postgres: (round: number) => doJobs(inPostgres, `bench-${round}`),
    rows: () => putAndTake(db),
  };
  // Makes the connections and the tables.
  await works.postgres(-1);
  await works.rows();
  if (inRedis === null) return [toFigures(await alternate(works))];
  const redis = (round: number) => doJobs(inRedis, `bench-${round}`);
  await redis(-1);
  return [toFigures(await alternate({ ...works, redis }))];
}

/** Puts jobs into a lane of their own, and then has them done. Gives jobs a second. */
async function doJobs(queues: Queues, lane: string): Promise<number> {
  const ms = await timed(async () => {
    await atOnce((job) =>
      queues.add(lane, { name: "nothing", payload: { job }, id: `job-${job}`, delayMs: 0 }),
    );
    await workOff(queues, lane);
  });
  await queues.drop(lane);
  return (JOBS * 1_000) / ms;
}

async function workOff(queues: Queues, lane: string): Promise<void> {
  let done = 0;
  const { promise, resolve, reject } = makeGate();
  const handler = async () => {
    done += 1;
    if (done === JOBS) resolve();
  };
  const worker = await queues.work(lane, AT_ONCE, handler, reject);
  await promise.finally(() => worker.close());
}

function makeGate() {
  let resolve: () => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<void>((succeed, fail) => {
    resolve = succeed;
    reject = fail;
  });
  return { promise, resolve: () => resolve(), reject: (error: Error) => reject(error) };
}

const TAKE = `
  delete from bench_jobs
  where id = (select id from bench_jobs order by id for update skip locked limit 1) returning job`;

/** The same with rows of a table, which is the least that a queue in Postgres does. Gives rows a second. */
async function putAndTake({ pool }: Database): Promise<number> {
  const ms = await timed(async () => {
    await atOnce((job) => pool.query("insert into bench_jobs (job) values ($1)", [{ job }]));
    await atOnce(async () => {
      if ((await pool.query(TAKE)).rowCount !== 1) throw new Error("a row was lost");
    });
  });
  return (JOBS * 1_000) / ms;
}

async function atOnce(work: (job: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const goOn = async () => {
    while (next < JOBS) await work(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, goOn));
}

async function withQueues<Result>(
  place: QueueBackend,
  work: (queues: Queues) => Promise<Result>,
): Promise<Result> {
  const queues = await openQueues(place);
  try {
    return await work(queues);
  } finally {
    await queues.close();
  }
}

async function withRedis<Result>(work: (queues: Queues) => Promise<Result>): Promise<Result> {
  const server = await startRedis();
  try {
    return await withQueues({ kind: "redis", url: server.url }, work);
  } finally {
    await server.close();
  }
}

interface Speeds {
  readonly postgres: Spread;
  readonly rows: Spread;
  /** Not there where no Redis is installed. */
  readonly redis?: Spread;
}

function toFigures({ postgres, rows, redis }: Speeds): Figures {
  const row = (name: string, { median, min, max }: Spread) => [name, median, min, max, median / rows.median];
  return {
    title: `${JOBS} jobs that do nothing, ${AT_ONCE} at once: all put, then all done`,
    columns: ["", "jobs a second", "min", "max", "of rows"],
    rows: [
      row("queue in Postgres", postgres),
      ...(redis === undefined ? [] : [row("queue in Redis", redis)]),
      row("rows of a table in Postgres", rows),
    ],
    notes: [
      redis === undefined
        ? "Without Redis, which is not installed."
        : "Redis keeps nothing on the disk here; Postgres keeps every job.",
    ],
  };
}

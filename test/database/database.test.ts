import { sql } from "drizzle-orm";
import { describe, expect, inject, it, vi } from "vitest";
import { z } from "zod";
import type { Database, Sql } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { toStoreError } from "../../src/database/sql-errors.ts";
import { StoreRefused, StoreUnavailable } from "../../src/values/errors.ts";
import { openTestDatabase } from "../support/test-database.ts";

const pidRow = z.object({ pid: z.number() });
const one = z.object({ one: z.number() });

/** Lends a database with one connection only, so that a leaked one is missed at once. */
async function withNarrowDatabase(use: (db: Database, other: Database) => Promise<void>): Promise<void> {
  const { db: other, url, close } = await openTestDatabase(inject("postgresUrl"));
  const db = openDatabase({ url, connections: 1, applicationName: "narrow" });
  try {
    await use(db, other);
  } finally {
    await db.close();
    await close();
  }
}

/** What is said on the only connection of a pool from now on, and how much of what was said before had no answer then. */
async function overhear({ pool }: Database): Promise<readonly { text: string; unanswered: number }[]> {
  const client = await pool.connect();
  const query = client.query.bind(client) as (config: unknown) => Promise<unknown>;
  const said: { text: string; unanswered: number }[] = [];
  let unanswered = 0;
  const overheard = (config: string | { text: string }) => {
    said.push({ text: typeof config === "string" ? config : config.text, unanswered });
    unanswered += 1;
    const answer = query(config);
    const close = () => {
      unanswered -= 1;
    };
    answer.then(close, close);
    return answer;
  };
  Object.assign(client, { query: overheard });
  client.release();
  return said;
}

/** What node-postgres does not show. */
function connectionOf(client: unknown): object {
  return (client as { connection: object }).connection;
}

/** Ends the session of a transaction from outside, and waits until the server is rid of it. */
async function kill(tx: Sql, other: Database): Promise<void> {
  const { pid } = await tx.row(pidRow, sql`select pg_backend_pid() as pid`);
  await other.execute(sql`select pg_terminate_backend(${pid})`);
  await vi.waitUntil(
    async () => (await other.execute(sql`select from pg_stat_activity where pid = ${pid}`)) === 0,
  );
}

describe("a prepared transaction", () => {
  const askOne = (db: Database) =>
    db.transaction((tx) => tx.row(one, sql`select 1 as one`), { prepared: true });

  it("prepares each statement once per connection", async () => {
    await withNarrowDatabase(async (db) => {
      for (let times = 0; times < 3; times += 1) await askOne(db);
      const { rows } = await db.pool.query(
        "select statement from pg_prepared_statements where statement = 'select 1 as one'",
      );
      expect(rows).toHaveLength(1);
    });
  });

  it("never prepares BEGIN and COMMIT", async () => {
    await withNarrowDatabase(async (db) => {
      await askOne(db);
      const { rows } = await db.pool.query(
        "select from pg_prepared_statements where statement in ('begin', 'commit')",
      );
      expect(rows).toHaveLength(0);
    });
  });

  it("sends statements whole if the server does not know the prepared ones, as behind a pooler", async () => {
    await withNarrowDatabase(async (db) => {
      await askOne(db);
      for (let times = 0; times < 3; times += 1) {
        await db.pool.query("deallocate all");
        expect(await askOne(db)).toEqual({ one: 1 });
      }
    });
  });

  it("sends statements whole if another process has prepared the same on the server's connection", async () => {
    await withNarrowDatabase(async (db) => {
      await askOne(db);
      const { rows } = await db.pool.query("select name, statement from pg_prepared_statements");
      const client = await db.pool.connect();
      // Forgotten by the driver, which asks for it to be prepared once more.
      Object.assign(client, { connection: Object.assign(connectionOf(client), { parsedStatements: {} }) });
      client.release();
      expect(rows.length).toBeGreaterThan(0);
      expect(await askOne(db)).toEqual({ one: 1 });
    });
  });

  it("uses index scans only, and only within the transaction", async () => {
    await withNarrowDatabase(async (db) => {
      const setting = z.object({ seqscan: z.string() });
      const read = sql`select current_setting('enable_seqscan') as seqscan`;
      expect(await db.transaction((tx) => tx.row(setting, read), { prepared: true })).toEqual({
        seqscan: "off",
      });
      expect(await db.row(setting, read)).toEqual({ seqscan: "on" });
    });
  });
});

describe("a transaction that flushes after its commit", () => {
  it("sends nothing after COMMIT, because a pooler might deliver the answer to another client", async () => {
    await withNarrowDatabase(async (db) => {
      const said = await overhear(db);
      await db.transaction((tx) => tx.row(one, sql`select 1 as one`), { flushAfterCommit: true });
      expect(said.at(-1)?.text).toMatch(/^commit; select pg_logical_emit_message/);
    });
  });

  it("waits for the answer to COMMIT before it rolls back after a failed statement", async () => {
    await withNarrowDatabase(async (db) => {
      const said = await overhear(db);
      const work = db.transaction(async (tx) => tx.send(sql`select 1 / 0`), { flushAfterCommit: true });
      await expect(work).rejects.toThrow(StoreRefused);
      expect(said.map(({ text }) => text.slice(0, 5))).toEqual([
        ...["begin", "selec"],
        ...["selec", "commi", "rollb"],
      ]);
      expect(said.at(-1)?.unanswered).toBe(0);
    });
  });

  const lsnRow = z.object({ lsn: z.string() });
  const flushed = z.object({ flushed: z.boolean() });

  it("is on the disk when the call returns", async () => {
    const { db: other, directUrl, close } = await openTestDatabase(inject("postgresUrl"));
    // The server of the tests waits for no disk, and what is set for a database holds for new sessions.
    await other.execute(
      sql`do $$ begin execute format('alter database %I set synchronous_commit = on', current_database()); end $$`,
    );
    const db = openDatabase({ url: directUrl, connections: 1, applicationName: "early" });
    try {
      await db.execute(sql`create table written (n integer)`);
      for (let times = 0; times < 10; times += 1) {
        const { lsn } = await db.transaction(
          async (tx) => {
            tx.send(sql`insert into written values (1)`);
            return tx.row(lsnRow, sql`select pg_current_wal_insert_lsn()::text as lsn`);
          },
          { flushAfterCommit: true },
        );
        const read = sql`select pg_current_wal_flush_lsn() > ${lsn}::pg_lsn as flushed`;
        expect(await db.row(flushed, read)).toEqual({ flushed: true });
      }
    } finally {
      await db.close();
      await close();
    }
  });
});

describe("a transaction whose connection is cut", () => {
  it("throws StoreUnavailable between two statements, and the process lives", async () => {
    await withNarrowDatabase(async (db, other) => {
      const work = db.transaction(async (tx) => {
        await kill(tx, other);
        await tx.execute(sql`select 1`);
      });
      await expect(work).rejects.toThrow(StoreUnavailable);
      expect(await db.row(one, sql`select 1 as one`)).toEqual({ one: 1 });
    });
  });

  it("throws StoreUnavailable in the middle of a statement, and the process lives", async () => {
    await withNarrowDatabase(async (db, other) => {
      const work = db.transaction(async (tx) => {
        const { pid } = await tx.row(pidRow, sql`select pg_backend_pid() as pid`);
        await Promise.all([
          tx.execute(sql`select pg_sleep(60)`),
          other.execute(sql`select pg_terminate_backend(${pid})`),
        ]);
      });
      await expect(work).rejects.toThrow(StoreUnavailable);
      expect(await db.row(one, sql`select 1 as one`)).toEqual({ one: 1 });
    });
  });

  it("leaks no connection in fifty rounds", async () => {
    await withNarrowDatabase(async (db, other) => {
      for (let round = 0; round < 50; round += 1) {
        await db
          .transaction(async (tx) => {
            const { pid } = await tx.row(pidRow, sql`select pg_backend_pid() as pid`);
            await other.execute(sql`select pg_terminate_backend(${pid})`);
            await tx.execute(sql`select 1`);
          })
          .catch((error: unknown) => expect(error).toBeInstanceOf(StoreUnavailable));
      }
      expect(await db.row(one, sql`select 1 as one`)).toEqual({ one: 1 });
      expect(db.pool.totalCount).toBe(1);
    });
  });
});

describe("a statement that the database refuses", () => {
  it("rolls back the transaction, and the error contains no values", async () => {
    await withNarrowDatabase(async (db) => {
      const work = db.transaction(async (tx) => {
        await tx.execute(sql`insert into suppressions (kind, digest) values ('email', 'jane@example.org')`);
        await tx.execute(sql`insert into suppressions (kind, digest) values ('email', 'jane@example.org')`);
      });
      const error: unknown = await work.catch((failure: unknown) => failure);
      expect(error).toBeInstanceOf(StoreRefused);
      expect(error).toMatchObject({ code: "23505", message: expect.stringContaining("suppressions") });
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("jane");
      expect(await db.execute(sql`select from suppressions`)).toBe(0);
    });
  });

  it("is the error that the transaction throws, even if it was sent without waiting", async () => {
    await withNarrowDatabase(async (db) => {
      const work = db.transaction(async (tx) => {
        tx.send(sql`insert into suppressions (kind) values ('email')`);
        await tx.execute(sql`select 1`);
      });
      await expect(work).rejects.toMatchObject({ code: "23502" });
      const atCommit = db.transaction(async (tx) =>
        tx.send(sql`insert into suppressions (kind) values ('email')`),
      );
      await expect(atCommit).rejects.toMatchObject({ code: "23502" });
      expect(await db.row(one, sql`select 1 as one`)).toEqual({ one: 1 });
    });
  });

  it("is not confused with a bug of our own", async () => {
    await withNarrowDatabase(async (db) => {
      await expect(db.row(one, sql`select 'x' as one`)).rejects.toMatchObject({ name: "ZodError" });
      await expect(
        db.transaction(async () => {
          throw new TypeError("a slip");
        }),
      ).rejects.toThrow(TypeError);
    });
  });

  it("is not confused with a broken connection, whatever code the network gives", () => {
    const broken = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
    expect(toStoreError(broken)).toBeInstanceOf(StoreUnavailable);
    expect(toStoreError(new Error("Failed query", { cause: broken }))).toBeInstanceOf(StoreUnavailable);
  });

  it("is not confused with a database that cannot be reached", async () => {
    const db = openDatabase({
      url: "postgres://nobody@127.0.0.1:1/none",
      connections: 1,
      applicationName: "x",
    });
    await expect(db.execute(sql`select 1`)).rejects.toThrow(StoreUnavailable);
    await expect(db.transaction(async () => {})).rejects.toThrow(StoreUnavailable);
    await db.close();
  });
});

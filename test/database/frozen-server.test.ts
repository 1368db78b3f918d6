import { sql } from "drizzle-orm";
import { expect, inject, it, vi } from "vitest";
import { z } from "zod";
import { StoreUnavailable } from "../../src/values/errors.ts";
import { openTestDatabase } from "../support/test-database.ts";

const ONE = z.object({ one: z.number() });
const SESSION = z.object({ pid: z.number() });

/** The limits of a session that pass while it stands still. */
const LIMITS = ["idle_in_transaction_session_timeout", "transaction_timeout"];

it.skipIf(process.platform !== "linux").each(LIMITS)(
  "a database that stood still for longer than its own %s is an outage, like others",
  async (limit) => {
    const { db, close } = await openTestDatabase(inject("postgresUrl"));
    try {
      const work = db.transaction(async (tx) => {
        const { pid } = await tx.row(SESSION, sql`select pg_backend_pid() as pid`);
        await tx.execute(sql.raw(`set local ${limit} = '200ms'`));
        process.kill(pid, "SIGSTOP");
        const asked = performance.now();
        const answer = tx.row(ONE, sql`select 1 as one`);
        await vi.waitUntil(() => performance.now() - asked > 400);
        process.kill(pid, "SIGCONT");
        return answer;
      });
      await expect(work).rejects.toThrow(StoreUnavailable);
      expect(await db.row(ONE, sql`select 1 as one`)).toEqual({ one: 1 });
    } finally {
      await close();
    }
  },
);

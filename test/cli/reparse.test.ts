import { expect, it, vi } from "vitest";
import { makePageInserter } from "../support/insert-page.ts";
import { peopleOutOfOrder } from "../support/people.ts";
import { withCli } from "../support/test-cli.ts";

const PEOPLE = Array.from({ length: 600 }, (_, index) => ({ profile_id: `p${index}`, headline: "here" }));

it("`sourcing reparse` rebuilds without a key, ends after a batch at Ctrl-C, and carries on", async () => {
  await withCli({}, async ({ database: { db }, start, sourcing }) => {
    await (await (await makePageInserter(db)).show(PEOPLE)).apply();
    await db.pool.query("update profiles set headline = null");
    const holder = await db.pool.connect();
    await holder.query("begin; select pg_advisory_xact_lock(1, hashtext('p0'))");
    const { child, ended } = start(["reparse"], { LEONAR_API_KEY: "" });
    await vi.waitUntil(async () => {
      const { rows } = await db.pool.query(
        "select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())",
      );
      return rows.length > 0;
    }, 30_000);
    child.kill("SIGINT");
    await vi.waitUntil(() => child.killed);
    await holder.query("commit");
    holder.release();
    const stopped = await ended;
    expect(stopped).toMatchObject({
      code: 130,
      stderr: expect.stringContaining("`sourcing reparse` carries on"),
    });
    expect(stopped.stdout).toContain("500 people read, 500 changed");
    const carried = await sourcing(["reparse", "--json"], { LEONAR_API_KEY: "" });
    expect(carried.code).toBe(0);
    expect(JSON.parse(carried.stdout)).toMatchObject({
      people: 600,
      changed: 600,
      recovered: 0,
      finished: true,
    });
    expect(await peopleOutOfOrder({ db })).toEqual([]);
  });
});

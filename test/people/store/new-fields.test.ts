import { describe, expect, inject, it } from "vitest";
import { describeNewFields } from "../../../src/cli/overview/describe-new-fields.ts";
import { ask, homeOf } from "../../support/ask.ts";
import { specOf, type TestApp, withTestApp } from "../../support/test-app.ts";
import { openTestDatabase } from "../../support/test-database.ts";

const paris = specOf(
  "paris",
  { job_title: ["Product Manager"], location: ["Paris, France"] },
  { maxPages: 2 },
);
const corrupted = (corruption: "extra_fields" | "wrong_types") => ({
  kind: "profile" as const,
  corruption,
  at: "all" as const,
});

async function newFields({ db }: TestApp): Promise<unknown[]> {
  const { rows } = await db.pool.query(
    "select path, reason, times, pages, first_call_id from new_fields order by path",
  );
  return rows;
}

describe("the view new_fields", () => {
  it("has what pages say and nothing reads, with its first call, and counts each page once", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: {}, fault: corrupted("extra_fields") }]);
      await app.run([paris]);
      const fields = await newFields(app);
      expect(fields).toContainEqual({
        path: "connections",
        reason: null,
        times: 50,
        pages: 2,
        first_call_id: 1,
      });
      expect(fields).toContainEqual({
        path: "nested.one.two.three",
        reason: null,
        times: 50,
        pages: 2,
        first_call_id: 1,
      });
      expect(fields).toContainEqual({
        path: "{}",
        reason: null,
        times: 50,
        pages: 2,
        first_call_id: 1,
      });
      expect(await describeNewFields({ store: app } as never)).toContain("connections");
    });
  });

  it("has known fields in a form that is not read, and is empty where all is read", async () => {
    await withTestApp({}, async (app) => {
      await app.run([paris]);
      expect(await newFields(app)).toEqual([]);
      expect(await describeNewFields({ store: app } as never)).toBeNull();
      app.simulator.setFaults([{ when: { page: 3 }, fault: corrupted("wrong_types") }]);
      await app.run([paris]);
      expect(await newFields(app)).toContainEqual(
        expect.objectContaining({
          path: "headline",
          reason: expect.stringContaining("expected text, found"),
        }),
      );
    });
  });

  it("may be read by the reader", async () => {
    const database = await openTestDatabase(inject("postgresUrl"));
    try {
      expect((await ask(homeOf(database), "select path, reason, times from new_fields")).rows).toEqual([]);
    } finally {
      await database.close();
    }
  });
});

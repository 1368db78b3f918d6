import { expect, inject, it } from "vitest";
import { openTestDatabase } from "../../support/test-database.ts";

it("every table, view and column that people query says what it holds", async () => {
  const database = await openTestDatabase(inject("postgresUrl"));
  const { rows } = await database.db.pool.query(
    `select relname || coalesce('.' || attname, '') as name
     from pg_class left join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')
       and (col_description(pg_class.oid, attnum) is null or obj_description(pg_class.oid) is null)`,
  );
  expect(rows).toEqual([]);
  await database.close();
});

import { expect, inject, it } from "vitest";
import { fillStore } from "../../bench/people/fill-store.ts";
import { openTestDatabase } from "../support/test-database.ts";

it("a bench's store is as runs of many weeks would have left it", async () => {
  const database = await openTestDatabase(inject("postgresUrl"));
  await fillStore(database, 4_500);
  const { rows } = await database.db.pool.query(
    `select (select count(*) from profiles) as people, (select count(*) from profile_search) as searchable,
       (select count(*) from sightings s where not exists (select from profile_versions v
         where v.id = s.version_id and v.profile_id = s.profile_id)) as "sightings of nothing",
       (select count(*) from sightings) = (select sum(profiles) from calls) as "as many sightings as profiles",
       (select count(*) from profiles) = (select sum(profiles_new) from calls) as "everybody new once",
       (select count(*) > 0 from job_changes) as "some changed jobs",
       (select count(*) > 0 from open_to_work_changes) as "some are open to work",
       (select count(*) > 100 from candidates where cardinality(specs) > 1) as "some found twice",
       (select count(*) between 1000 and 3000 from candidates where has_email) as "some with an address",
       (select count(distinct current_company) > 1500 from profiles) as "many companies",
       (select count(*) > 0 from possible_duplicates) as "some under two ids",
       (select count(*) from pg_index where indrelid = 'sightings'::regclass) as indexes`,
  );
  expect(rows).toEqual([
    {
      ...{ people: 4_500, searchable: 4_500, indexes: 2, "sightings of nothing": 0 },
      ...{ "as many sightings as profiles": true, "everybody new once": true, "some changed jobs": true },
      ...{ "some are open to work": true, "some found twice": true, "some with an address": true },
      ...{ "many companies": true, "some under two ids": true },
    },
  ]);
  await database.close();
});

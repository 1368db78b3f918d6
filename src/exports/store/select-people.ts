import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import { StoreRefused, UsageError } from "../../values/errors.ts";
import type { ExportFilter } from "../export-set.ts";

const NO_SUCH_COLUMN = "42703";
/** A value that its type does not take. */
const BAD_VALUE = /^22/;
const countRow = z.object({ people: z.number() });

/**
 * Chooses the people of an export into `pg_temp.chosen`, numbered from 1 in the order in which they go out. Gives how
 * many there are.
 * @throws UsageError where the query of the filter gives no `profile_id` or does not take its parameters
 */
export async function selectPeople(session: Sql, filter: ExportFilter): Promise<number> {
  await session.execute(sql`set time zone 'UTC'`);
  await session.execute(sql`create temporary table chosen (
    place bigint generated always as identity primary key, profile_id text not null unique, more json)`);
  const insert =
    filter.query === null
      ? sql`insert into chosen (profile_id) select profile_id from profiles where ${isWanted(filter)} order by profile_id`
      : sql`insert into chosen (profile_id, more)
            select profile_id, asked.more
            from (select question.profile_id, row_to_json(question) as more, row_number() over () as place
                  from (${toSql(filter.query)}) as question) as asked join profiles using (profile_id)
            where ${isWanted(filter)} order by asked.place on conflict (profile_id) do nothing`;
  await session.execute(insert).catch((error: unknown) => {
    throw filter.query === null ? error : explain(error);
  });
  await session.execute(sql`analyze chosen`);
  const { people } = await session.row(countRow, sql`select count(*) as people from chosen`);
  return people;
}

function isWanted({ since, specs, isNew, destination }: ExportFilter): SQL {
  const conditions = [
    since === null ? [] : [sql`last_changed_at >= ${since.toISOString()}::timestamptz`],
    specs === null
      ? []
      : [
          sql`profile_id in (select s.profile_id from sightings s join calls c on c.id = s.call_id
                where c.spec in (select jsonb_array_elements_text(${JSON.stringify(specs)}::jsonb)))`,
        ],
    isNew
      ? [
          sql`not exists (select from export_people e join exports on exports.id = e.export_id
                where e.profile_id = profiles.profile_id and destination = ${destination} and undone_at is null)`,
        ]
      : [],
  ].flat();
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

/** The statement of a query with its parameters in place of $1, $2, … */
function toSql({ sql: text, parameters }: NonNullable<ExportFilter["query"]>): SQL {
  const parts = text.split(/\$(\d+)/);
  return sql.join(
    parts.map((part, index) => (index % 2 === 0 ? sql.raw(part) : sql`${parameters[Number(part) - 1]}`)),
  );
}

function explain(error: unknown): unknown {
  if (!(error instanceof StoreRefused)) return error;
  if (error.code === NO_SUCH_COLUMN)
    return new UsageError("this query gives no people (no column profile_id): it cannot be exported");
  if (BAD_VALUE.test(error.code))
    return new UsageError(`the query does not take these --param (${error.code})`);
  return error;
}

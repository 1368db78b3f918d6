import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import { StoreRefused, UsageError } from "../../values/errors.ts";
import type { ExportFilter } from "../export-set.ts";

const NO_SUCH_COLUMN = "42703";
/** The class of SQLSTATE of a value that its type does not allow. */
const BAD_VALUE = /^22/;
const countRow = z.object({ people: z.number() });

/**
 * Selects the people of an export into `pg_temp.export_set`, numbered from 1 in the order of the file. Returns their number.
 * @throws UsageError if the query of the filter has no column `profile_id` or refuses its parameters
 */
export async function selectExportSet(session: Sql, filter: ExportFilter): Promise<number> {
  await session.execute(sql`set time zone 'UTC'`);
  await session.execute(sql`create temporary table export_set (
    position bigint generated always as identity primary key, profile_id text not null unique, more json)`);
  const insert =
    filter.query === null
      ? sql`insert into export_set (profile_id) select profile_id from profiles where ${matches(filter)} order by profile_id`
      : sql`insert into export_set (profile_id, more)
            select profile_id, numbered.more
            from (select query.profile_id, row_to_json(query) as more, row_number() over () as position
                  from (${toSql(filter.query)}) as query) as numbered join profiles using (profile_id)
            where ${matches(filter)} order by numbered.position on conflict (profile_id) do nothing`;
  await session.execute(insert).catch((error: unknown) => {
    throw filter.query === null ? error : toUsageError(error);
  });
  await session.execute(sql`analyze export_set`);
  const { people } = await session.row(countRow, sql`select count(*) as people from export_set`);
  return people;
}

function matches({ since, specs, isNew, destination }: ExportFilter): SQL {
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

/** The statement of a query, with its parameters bound to $1, $2, … */
function toSql({ sql: text, parameters }: NonNullable<ExportFilter["query"]>): SQL {
  const parts = text.split(/\$(\d+)/);
  return sql.join(
    parts.map((part, index) => (index % 2 === 0 ? sql.raw(part) : sql`${parameters[Number(part) - 1]}`)),
  );
}

function toUsageError(error: unknown): unknown {
  if (!(error instanceof StoreRefused)) return error;
  if (error.code === NO_SUCH_COLUMN)
    return new UsageError("this query returns no people (no column profile_id): it cannot be exported");
  if (BAD_VALUE.test(error.code))
    return new UsageError(`the query does not take these --param (${error.code})`);
  return error;
}

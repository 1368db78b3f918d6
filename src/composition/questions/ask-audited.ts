import type { Access } from "../../privacy/store/audit/record-access.ts";
import type { QueryResult, SqlQuery } from "../../query/store/run-read-only.ts";
import type { App } from "../open-app.ts";
import { audited } from "../privacy/audited.ts";

/**
 * Answers SQL; where contacts are asked for, the audit keeps who asked and for how many rows.
 * @param access what the audit names: the subject, and the actor unless it is the account of this process
 * @throws UsageError if the statement fails or would write; StoreUnavailable; what `read` throws
 */
export async function askAudited<Result>(
  app: Pick<App, "people" | "audit">,
  query: SqlQuery,
  access: Pick<Access, "subject"> & Partial<Pick<Access, "actor">>,
  read: (answer: QueryResult) => Promise<Result>,
): Promise<Result> {
  const answer = (count: (rows: number) => void) =>
    app.people.query(query, ({ columns, rows }) => read({ columns, rows: counted(rows, count) }));
  return query.contacts === true ? audited(app, { command: "query", ...access }, answer) : answer(() => {});
}

async function* counted<Row>(rows: AsyncIterable<Row>, count: (rows: number) => void): AsyncGenerator<Row> {
  for await (const row of rows) {
    count(1);
    yield row;
  }
}

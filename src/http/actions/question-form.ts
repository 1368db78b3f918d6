import { z } from "zod";
import { askAudited } from "../../composition/questions/ask-audited.ts";
import { toStatement, toSubject } from "../../composition/questions/to-statement.ts";
import type { QueryResult } from "../../query/store/run-read-only.ts";
import { inQuerySlot } from "../security/query-slots.ts";
import type { Visit } from "../server/console-context.ts";
import { HttpError } from "../server/http-error.ts";

/** Postgres holds no NUL in a text. Browsers send line breaks as CR LF. */
const text = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\0]*$/, "holds a NUL character")
    .transform((value) => value.replaceAll("\r\n", "\n"));

/** A parameter of a named query is the field `p_` and its name. */
const PARAMETER = "p_";

/** What the forms of the SQL pages send: SQL, or the name of a query that ships with the project and its parameters. */
export const questionForm = z
  .object({
    sql: text(100_000).optional(),
    name: text(100).optional(),
    contacts: z.literal("on").optional(),
    /** The saved query that was shown. */
    query: z.string().max(32).optional(),
    title: text(200).optional(),
  })
  .catchall(text(10_000))
  .transform(({ sql = "", name = "", contacts, query = "", title = "", ...others }) => ({
    sql,
    name,
    contacts: contacts === "on",
    query: query === "" ? null : query,
    title: title.trim(),
    values: new Map(
      Object.entries(others).flatMap(([key, value]) =>
        key.startsWith(PARAMETER) && value !== "" ? [[key.slice(PARAMETER.length), value] as const] : [],
      ),
    ),
  }));
export type QuestionForm = z.output<typeof questionForm>;

/**
 * Answers what a form asks, as the login that only reads. Contacts need the scope, and the audit keeps that they were asked for.
 * @param mostRows null: all
 * @throws HttpError, UsageError, StoreUnavailable
 */
export async function answerForm<Result>(
  { context, identity }: Visit,
  { sql, name, values, contacts }: QuestionForm,
  mostRows: number | null,
  read: (answer: QueryResult) => Promise<Result>,
): Promise<Result> {
  if (contacts && !identity.scopes.has("contacts"))
    throw new HttpError(
      403,
      "scope_missing",
      "this session may not ask for contacts: its token lacks that scope",
    );
  const question = name === "" ? sql : name;
  const { sql: statement, parameters } = toStatement(question, values, mostRows);
  const access = { subject: toSubject(question), actor: identity.actor };
  return inQuerySlot(() =>
    askAudited(context.app, { statement, parameters, contacts, mostRows }, access, read),
  );
}

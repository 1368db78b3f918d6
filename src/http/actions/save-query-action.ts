import { z } from "zod";
import { UsageError } from "../../values/errors.ts";
import { savedQueryId } from "../pages/saved-query.ts";
import { defineAction } from "../server/define-action.ts";
import { notFound } from "../server/http-error.ts";
import { questionForm } from "./question-form.ts";

/** Saves a query, or another version of the saved query that was shown. */
export const saveQueryAction = defineAction({
  path: "/sql/save",
  scope: "read",
  params: z.object({}),
  form: questionForm,
  async perform({ context, identity }, _, { sql, query, title }) {
    if (title === "") throw new UsageError("nothing was saved: give the query a title");
    if (sql.trim() === "") throw new UsageError("nothing was saved: write the query first");
    const saved = await context.app.queries.save({ query, title, sql, savedBy: identity.actor });
    if (saved === null) throw notFound("saved query with that id any more");
    return {
      to: `/sql/${saved.query}`,
      say: `Saved as version ${String(saved.version)}. The address of this page is the link to it.`,
    };
  },
});

/** Deletes a saved query with its history. */
export const deleteQueryAction = defineAction({
  path: "/sql/:query/delete",
  scope: "run",
  params: z.object({ query: savedQueryId }),
  form: z.object({}),
  async perform({ context }, { query }) {
    if (!(await context.app.queries.delete(query))) throw notFound("saved query with that id any more");
    return { to: "/sql", say: "The query and its history are deleted." };
  },
});

import { UsageError } from "../../values/errors.ts";

/** Blanks, comments (within each other, as Postgres allows, to a depth of three) and brackets before the first word. */
const NOTHING_YET =
  /^(?:\s+|--[^\n]*(?:\n|$)|\(|\/\*(?:[^*/]|\*(?!\/)|\/(?!\*)|\/\*(?:[^*/]|\*(?!\/)|\/(?!\*)|\/\*(?:[^*]|\*(?!\/))*\*\/)*\*\/)*\*\/)*/;
const QUESTIONS = /^(?:select|with|values|table|show|explain)\b/i;

/** Functions whose effect no rollback takes back, or that run SQL of their own and so could name any of those. */
const EFFECTS = new RegExp(
  String.raw`\b(?:pg_(?:terminate|cancel)_backend|pg_(?:try_)?advisory_\w+|pg_(?:read|write|ls|stat|file)_\w+|pg_reload_conf` +
    String.raw`|pg_rotate_logfile|set_config|dblink\w*|lo_\w+|(?:query|table|schema|database|cursor)_to_xml\w*|ts_stat|ts_rewrite` +
    String.raw`|crosstab\w*|connectby)\b|\bu&"`,
  "i",
);

/**
 * Holds a statement that is to run as somebody who may write to what a read-only transaction cannot: to begin like a
 * question, and to name no function that has effects outside of it.
 * @throws UsageError
 */
export function assertReadOnlySql(statement: string): void {
  const text = statement.replace(NOTHING_YET, "");
  if (!QUESTIONS.test(text))
    throw new UsageError(
      "`sourcing query` only reads: begin with SELECT, WITH, VALUES, TABLE, SHOW or EXPLAIN",
    );
  const effect = EFFECTS.exec(text)?.[0];
  if (effect !== undefined)
    throw new UsageError(
      `\`sourcing query\` only reads: ${effect} has effects that a transaction does not undo`,
    );
}

import { z } from "zod";

const FIELDS: Readonly<Record<string, string>> = {
  name: "its name takes small letters, digits and hyphens",
  about: "its first line says what it answers: -- People who …",
  parameters:
    "a parameter is declared as `-- :days integer = 7  how many days back`, with two blanks before its meaning; it is a text, integer, number or list",
  sql: "there is no SQL",
};

/** Describes why the file of a query has another form than `parseNamedQuery` takes; null: that is not what happened. */
export function describeFileProblem(error: unknown): string | null {
  if (error instanceof TypeError) return error.message;
  if (!(error instanceof z.ZodError)) return null;
  const said = error.issues.map(({ path }) => FIELDS[String(path[0])] ?? "it has another form");
  return [...new Set(said)].join("; ");
}

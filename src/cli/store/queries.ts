import { access, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describeQuery, parseNamedQuery } from "../../query/named-queries.ts";
import { describeFileProblem } from "../../query/query-file-problem.ts";
import { readQueries } from "../../query/store/read-named-queries.ts";
import { OWN_QUERIES, readOwnQueries } from "../../query/store/read-own-queries.ts";
import { UsageError } from "../../values/errors.ts";
import { writePrivateFile } from "../screen/write-private-file.ts";
import { readFileOrStdin } from "../specs/read-spec-file.ts";
import { findQuery, isQueryName, readQueriesHere } from "./find-query.ts";

/** Lists the queries that ship with the project, and those of the working folder. What cannot be used is told on stderr. */
export function listQueries(): void {
  const shipped = readQueries();
  const { queries, problems } = readQueriesHere(shipped);
  const own =
    queries.length === 0 ? "" : `\nYour own, in ${OWN_QUERIES}/:\n\n${queries.map(describeQuery).join("\n")}`;
  process.stdout.write(shipped.map(describeQuery).join("\n") + own);
  for (const problem of problems.values()) process.stderr.write(`warning: ${problem}\n`);
}

/** Describes what a query answers and takes. @throws UsageError */
export function explainQuery(name: string): void {
  process.stdout.write(describeQuery(findQuery(name)));
}

export interface SaveOptions {
  /** What the query answers. */
  readonly about?: string;
  /** Replace a query of that name. */
  readonly force?: boolean;
}

/**
 * Saves SQL as a query of the working folder. SQL that begins with comments declares its own meaning and parameters there.
 * @param sql `-` reads it from stdin
 * @throws UsageError, FileUnwritable
 */
export async function saveQuery(name: string, sql: string, { about, force }: SaveOptions): Promise<void> {
  if (!isQueryName(name))
    throw new UsageError(`${name}: the name of a query takes small letters, digits and hyphens`);
  if (readQueries().some((one) => one.name === name))
    throw new UsageError(`a query ${name} ships with sourcing: take another name; nothing was saved`);
  const text = (sql === "-" ? new TextDecoder().decode(await readFileOrStdin("-")) : sql).trim();
  const meaning = (about ?? "A saved query.").replace(/\s+/g, " ").trim();
  const file = `${text.startsWith("--") && about === undefined ? text : `-- ${meaning}\n${text}`}\n`;
  assertParses(name, file);
  const path = join(OWN_QUERIES, `${name}.sql`);
  if (force !== true && (await exists(path)))
    throw new UsageError(`${path} is there already: --force replaces it; nothing was saved`);
  const untrusted = readOwnQueries(OWN_QUERIES).problems.get("");
  if (untrusted !== undefined) throw new UsageError(`${untrusted}; nothing was saved`);
  await mkdir(OWN_QUERIES, { recursive: true, mode: 0o700 });
  await writePrivateFile(path, [file]);
  process.stderr.write(`${path} is written: \`sourcing query ${name}\` runs it.\n`);
}

function assertParses(name: string, file: string): void {
  try {
    parseNamedQuery(name, file);
  } catch (error) {
    const problem = describeFileProblem(error);
    throw problem === null ? error : new UsageError(`${name}: ${problem}; nothing was saved`);
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

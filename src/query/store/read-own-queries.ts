import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describeForeignFile, describeUntrusted } from "../../machine/untrusted-path.ts";
import { errorCode, hasErrorCode } from "../../values/error-code.ts";
import { type NamedQuery, parseNamedQuery } from "../named-queries.ts";
import { describeFileProblem } from "../query-file-problem.ts";

/** The folder of a user's own queries, within the working folder. */
export const OWN_QUERIES = "queries";

const LARGEST_BYTES = 1_000_000;

export interface OwnQueries {
  readonly queries: readonly NamedQuery[];
  /** Why a file, or all of them, cannot be used, by the name of the query; the empty name stands for all. */
  readonly problems: ReadonlyMap<string, string>;
}

/**
 * Reads the queries of a user: one SQL file each, as those that ship with the project. What other users of the machine own or may
 * write is not read, because they could have SQL of theirs run here.
 */
export function readOwnQueries(folder: string): OwnQueries {
  const problems = new Map<string, string>();
  const queries: NamedQuery[] = [];
  try {
    const files = readdirSync(folder).filter((file) => file.endsWith(".sql"));
    if (files.length > 0) assertTrusted(folder);
    for (const file of files.sort()) {
      const name = basename(file, ".sql");
      try {
        queries.push(parseNamedQuery(name, readTrusted(join(folder, file))));
      } catch (error) {
        problems.set(name, `${join(OWN_QUERIES, file)} ${explain(error)}`);
      }
    }
  } catch (error) {
    if (!hasErrorCode(error, "ENOENT")) problems.set("", `${OWN_QUERIES}/ ${explain(error)}`);
  }
  return { queries, problems };
}

/** What is wrong with a file, as the end of a sentence that begins with its name. */
class Unusable extends Error {}

function assertTrusted(folder: string): void {
  const why = describeUntrusted(folder);
  if (why !== null)
    throw new Unusable(
      `is not read, because ${why}, who could have their SQL run here: look at what is in it, then make it yours alone`,
    );
}

function readTrusted(path: string): string {
  const isLink = lstatSync(path).isSymbolicLink();
  if (isLink) assertTrusted(dirname(realpathSync(path)));
  const stats = statSync(path);
  if (!stats.isFile()) throw new Unusable("is no file");
  const why = describeForeignFile(stats);
  if (why !== null)
    throw new Unusable(`is not read, because it ${why}: look at what is in it, then \`chmod 600\` it`);
  if (stats.size > LARGEST_BYTES) throw new Unusable("is too large for a query");
  return readFileSync(path, "utf8")
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n");
}

function explain(error: unknown): string {
  if (error instanceof Unusable) return error.message;
  const problem = describeFileProblem(error);
  if (problem !== null) return `is not used: ${problem}`;
  return `cannot be read (${errorCode(error) ?? "unreadable"})`;
}

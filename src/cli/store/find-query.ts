import { type NamedQuery, QUERY_NAME } from "../../query/named-queries.ts";
import { readQueries } from "../../query/store/read-named-queries.ts";
import { OWN_QUERIES, type OwnQueries, readOwnQueries } from "../../query/store/read-own-queries.ts";
import { UsageError } from "../../values/errors.ts";
import { didYouMean } from "../../values/spelling/did-you-mean.ts";

/** Reads the queries of the folder `queries` of the working folder, without those that have the name of a shipped one. */
export function readQueriesHere(shipped: readonly NamedQuery[]): OwnQueries {
  const { queries, problems } = readOwnQueries(OWN_QUERIES);
  const isTaken = ({ name }: NamedQuery) => shipped.some((one) => one.name === name);
  const taken = queries
    .filter(isTaken)
    .map(
      ({ name }) =>
        [
          name,
          `${OWN_QUERIES}/${name}.sql is not used: a query of that name ships with sourcing; rename it`,
        ] as const,
    );
  return { queries: queries.filter((query) => !isTaken(query)), problems: new Map([...problems, ...taken]) };
}

/** Whether a text is the name of a query and not SQL. */
export function isQueryName(text: string): boolean {
  return QUERY_NAME.test(text);
}

/** Finds a query by its name, those that ship with the project first. @throws UsageError if there is none that can be used */
export function findQuery(name: string): NamedQuery {
  const shipped = readQueries();
  const found = shipped.find((one) => one.name === name);
  if (found !== undefined) return found;
  const { queries, problems } = readQueriesHere(shipped);
  const own = queries.find((one) => one.name === name);
  if (own !== undefined) return own;
  const problem = problems.get(name);
  if (problem !== undefined) throw new UsageError(problem);
  throw noSuchQuery(name, [...shipped, ...queries], problems.get(""));
}

/** Finds a query that ships with the project. @throws UsageError */
export function findShippedQuery(name: string): NamedQuery {
  const shipped = readQueries();
  const found = shipped.find((one) => one.name === name);
  if (found !== undefined) return found;
  if (readQueriesHere(shipped).queries.some((one) => one.name === name))
    throw new UsageError(
      `${OWN_QUERIES}/${name}.sql is a query of your own, which runs as the reader alone: \`sourcing query ${name} --format csv --out FILE\` writes its rows`,
    );
  throw noSuchQuery(name, shipped);
}

function noSuchQuery(name: string, known: readonly NamedQuery[], problem?: string): UsageError {
  const near = didYouMean(
    name,
    known.map((one) => one.name),
  );
  const more = problem === undefined ? "" : `; ${problem}`;
  return new UsageError(
    `there is no query ${name}${near}; \`sourcing queries\` lists those there are; or write SQL${more}`,
  );
}

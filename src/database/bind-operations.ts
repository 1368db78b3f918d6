import type { Database } from "./database.ts";

/** Functions whose first parameter is the database, as callers see them once it is given. */
export type BoundOperations<Operations> = {
  readonly [Name in keyof Operations]: Operations[Name] extends (
    db: Database,
    ...rest: infer Rest
  ) => infer Result
    ? (...rest: Rest) => Result
    : never;
};

/** Gives each of these functions its database. Types and documentation stay those of the functions. */
export function bindOperations<
  Operations extends Record<string, (db: Database, ...rest: never[]) => unknown>,
>(db: Database, operations: Operations): BoundOperations<Operations> {
  const bound = Object.entries(operations).map(([name, operation]) => [
    name,
    (...rest: never[]) => operation(db, ...rest),
  ]);
  return Object.fromEntries(bound);
}

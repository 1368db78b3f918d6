import pg from "pg";
import { SourcingError, StoreRefused, StoreUnavailable } from "../domain/errors.ts";

/** Classes of SQLSTATE after which the same statement may well work: connection, rollback, resources, shutdown. */
const PASSING = /^(?:08|40|53|57P|58)|^(?:25006|55P03|57014)$/;

interface Described {
  readonly code: string;
  /** Whether the database said it: EPIPE looks like one of its codes and is the network's. */
  readonly isSqlState: boolean;
  readonly constraint: string | null;
  readonly table: string | null;
}

function describe(error: unknown): Described | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code, constraint, table } = at as { code?: unknown; constraint?: unknown; table?: unknown };
    if (typeof code !== "string") continue;
    const textOf = (value: unknown) => (typeof value === "string" ? value : null);
    return {
      code,
      isSqlState: at instanceof pg.DatabaseError,
      constraint: textOf(constraint),
      table: textOf(table),
    };
  }
  return null;
}

/**
 * Turns whatever the driver threw into an error that says what happens next. Message, detail and parameters of the
 * original can hold people's data, so that nothing but the code and the names of table and constraint is kept.
 */
export function toStoreError(error: unknown): Error {
  if (error instanceof SourcingError) return error;
  const found = describe(error);
  if (found === null || !found.isSqlState) {
    const why = found?.code ?? (error instanceof Error ? error.name : "unknown error");
    return isProgrammingError(error) ? error : new StoreUnavailable(`the database cannot be used (${why})`);
  }
  const place = [found.table, found.constraint].filter((name) => name !== null).join(", ");
  const message = `the database says ${found.code}${place === "" ? "" : ` (${place})`}`;
  return PASSING.test(found.code) ? new StoreUnavailable(message) : new StoreRefused(message, found.code);
}

/** A slip in our own code must look like one, not like an outage. */
function isProgrammingError(error: unknown): error is Error {
  return (
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReferenceError ||
    (error instanceof Error && error.name === "ZodError")
  );
}

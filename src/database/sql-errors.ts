import pg from "pg";
import { CERTIFICATE_ERROR_CODES } from "../values/certificate-error-codes.ts";
import { SourcingError, StoreRefused, StoreUnavailable } from "../values/errors.ts";

/** Classes of SQLSTATE after which the same statement may well work: connection, rollback, resources, shutdown. */
const TRANSIENT = /^(?:08|40|53|57P|58)|^(?:25006|55P03|57014)$/;
/** In the words of node-postgres, which gives it no code. */
const NO_TLS = "The server does not support SSL connections";
const SETTINGS = "DATABASE_URL and DATABASE_DIRECT_URL";
/** The SQLSTATE of what a login may not do. */
export const INSUFFICIENT_PRIVILEGE = "42501";
const NO_PRIVILEGE = "this login may not do that; `sourcing db roles` shows who may do what";

interface Described {
  readonly code: string;
  /** Whether the database said it: EPIPE looks like one of its codes and is the network's. */
  readonly isSqlState: boolean;
  readonly constraint: string | null;
  readonly table: string | null;
}

/** An error and what led to it: drizzle wraps what the driver threw. */
function* errorChain(error: unknown): Generator<Error> {
  for (let at: unknown = error; at instanceof Error; at = at.cause) yield at;
}

function describe(error: unknown): Described | null {
  for (const cause of errorChain(error)) {
    const { code, constraint, table } = cause as { code?: unknown; constraint?: unknown; table?: unknown };
    if (typeof code !== "string") continue;
    const textOf = (value: unknown) => (typeof value === "string" ? value : null);
    return {
      code,
      isSqlState: cause instanceof pg.DatabaseError,
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
    if (isProgrammingError(error)) return error;
    const why = found?.code ?? (error instanceof Error ? error.name : "unknown error");
    return new StoreUnavailable(explainTls(error, why) ?? `the database cannot be used (${why})`);
  }
  const place = [found.table, found.constraint].filter((name) => name !== null).join(", ");
  const hint = found.code === INSUFFICIENT_PRIVILEGE ? `: ${NO_PRIVILEGE}` : "";
  const message = `the database says ${found.code}${place === "" ? "" : ` (${place})`}${hint}`;
  return TRANSIENT.test(found.code) ? new StoreUnavailable(message) : new StoreRefused(message, found.code);
}

/** What is wrong with the secrecy of the connection; no password was sent on it. Null: nothing. */
function explainTls(error: unknown, code: string): string | null {
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
    return `the database's certificate is for another host (${code}), no password was sent: check the host in ${SETTINGS}`;
  if (CERTIFICATE_ERROR_CODES.has(code))
    return `the database's certificate was refused (${code}), no password was sent: check sslrootcert in ${SETTINGS}`;
  if ([...errorChain(error)].some(({ message }) => message === NO_TLS))
    return `the database offers no TLS, no password was sent: check host, port and sslmode in ${SETTINGS}`;
  return null;
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

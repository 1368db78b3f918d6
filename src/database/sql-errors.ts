import pg from "pg";
import { CERTIFICATE_ERROR_CODES } from "../values/certificate-error-codes.ts";
import { SourcingError, StoreRefused, StoreUnavailable } from "../values/errors.ts";
import { explainSqlState } from "./sql-states.ts";

/**
 * SQLSTATEs after which the same statement may succeed later: connection, rollback, resources, shutdown, and the time limits of
 * a session or transaction, which pass while the machine of the database stands still.
 */
const TRANSIENT = /^(?:08|40|53|57P|58)|^(?:25006|25P0[34]|55P03|57014)$/;
/** The message of an error of node-postgres that has no code. */
const NO_TLS = "The server does not support SSL connections";
const SETTINGS = "DATABASE_URL and DATABASE_DIRECT_URL";
/** The SQLSTATE of a missing privilege. */
export const INSUFFICIENT_PRIVILEGE = "42501";
/** What to do about some SQLSTATEs. */
const NO_PRIVILEGE = "this login may not do that; `sourcing db roles` shows who may do what";

interface Described {
  readonly code: string;
  /** Whether the code comes from the database: EPIPE looks like a SQLSTATE, but comes from the network. */
  readonly isSqlState: boolean;
  readonly constraint: string | null;
  readonly table: string | null;
}

/** An error and its causes: drizzle wraps the errors of the driver. */
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
 * Turns an error of the driver into one that says what happens next. Its message, detail and parameters can contain data of
 * people, so only the code and the names of table and constraint are kept.
 */
export function toStoreError(error: unknown): Error {
  if (error instanceof SourcingError) return error;
  const found = describe(error);
  if (found === null || !found.isSqlState) {
    if (isProgrammingError(error)) return error;
    const why = found?.code ?? (error instanceof Error ? error.name : "unknown error");
    return new StoreUnavailable(
      explainTls(error, why) ?? `${whereOf(error)} cannot be used (${why})${explainAbsence(why)}`,
    );
  }
  const names = [found.table, found.constraint].filter((name) => name !== null).join(", ");
  const words = found.code === INSUFFICIENT_PRIVILEGE ? NO_PRIVILEGE : explainSqlState(found.code);
  const hint = words === null ? "" : `: ${words}`;
  const message = `the database says ${found.code}${names === "" ? "" : ` (${names})`}${hint}`;
  return TRANSIENT.test(found.code) ? new StoreUnavailable(message) : new StoreRefused(message, found.code);
}

/** Names host and port that could not be reached, where the error tells them. */
function whereOf(error: unknown): string {
  for (const cause of errorChain(error)) {
    // Node tries each address of a name, and gathers the errors.
    const tried: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
    const { address, hostname, port } = tried as { address?: unknown; hostname?: unknown; port?: unknown };
    const host = address ?? hostname;
    if (typeof host === "string")
      return `the database at ${host}${typeof port === "number" ? `:${port}` : ""}`;
  }
  return "the database";
}

const ABSENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there; start the server, or correct the address",
  ENOTFOUND: "no such host is known; correct the address",
  EAI_AGAIN: "the name of the host cannot be looked up; check the network",
  ETIMEDOUT: "it does not answer; check the network, a firewall and the address",
  ENOENT: "there is no such socket; start the server, or correct the address",
};

function explainAbsence(code: string): string {
  return ABSENCES[code] === undefined ? "" : `: ${ABSENCES[code]}`;
}

/** Explains why a connection could not be encrypted, before the password was sent; null: that was not the problem. */
function explainTls(error: unknown, code: string): string | null {
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
    return `the database's certificate is for another host (${code}), no password was sent: check the host in ${SETTINGS}`;
  if (CERTIFICATE_ERROR_CODES.has(code))
    return `the database's certificate was refused (${code}), no password was sent: check sslrootcert in ${SETTINGS}`;
  if ([...errorChain(error)].some(({ message }) => message === NO_TLS))
    return `the database offers no TLS, no password was sent: check host, port and sslmode in ${SETTINGS}`;
  return null;
}

/** A bug of our own must not look like an outage. */
function isProgrammingError(error: unknown): error is Error {
  return (
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReferenceError ||
    (error instanceof Error && error.name === "ZodError")
  );
}

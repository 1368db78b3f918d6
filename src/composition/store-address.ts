import { checksCertificate, isOnThisMachine, toLibpqUrl } from "../database/database-url.ts";
import { isSameDatabase } from "../database/is-same-database.ts";
import { DEFAULT_SCHEMA, describeNamed, schemaOf } from "../database/namespace/store-schema.ts";
import { openDatabase } from "../database/open-database.ts";
import { findLostWrite } from "../database/poolers/find-lost-write.ts";
import { supportsSessions } from "../database/poolers/supports-sessions.ts";
import type { Config } from "../operations/config.ts";
import { parseRedisAddress } from "../queue/redis-address.ts";
import { StoreUnavailable, UsageError } from "../values/errors.ts";
import { isLoopbackHost } from "../values/loopback-host.ts";
import type { Store } from "./open-store.ts";

/**
 * Checks that the direct address gives sessions, which a pooler in transaction mode does not.
 * @param what names the operation that needs a session
 * @throws UsageError
 */
export async function requireSession(store: Store, what: string): Promise<void> {
  if (store.isEmbedded || (await supportsSessions(store.directUrl))) return;
  const name = store.directUrl === store.url ? "DATABASE_URL" : "DATABASE_DIRECT_URL";
  throw new UsageError(
    `${what} needs a session of its own, and ${name} leads to a pooler that gives none: ` +
      "set DATABASE_DIRECT_URL to the address of the database behind it",
  );
}

/**
 * Checks that DATABASE_URL and DATABASE_DIRECT_URL lead to the same database.
 * @throws UsageError, StoreUnavailable, StoreRefused
 */
export async function requireSameDatabase({ db, url, directUrl }: Store): Promise<void> {
  if (directUrl === url) return;
  const direct = openDatabase({ url: directUrl, connections: 1, applicationName: "sourcing" });
  try {
    if (await isSameDatabase(db, direct)) return;
  } finally {
    await direct.close();
  }
  throw new UsageError(
    "DATABASE_DIRECT_URL leads to another database than DATABASE_URL: correct one of them",
  );
}

/**
 * Checks that what is written is stored, before anything is bought.
 * @throws UsageError, StoreUnavailable, StoreRefused
 */
export async function requireKeptWrites(store: Store): Promise<void> {
  if (store.isEmbedded) return;
  const lost = await findLostWrite(store.db, store.directUrl);
  if (lost === null) return;
  // A row that was written to another database is not found either.
  await requireSameDatabase(store);
  const name = lost === "db" || store.directUrl === store.url ? "DATABASE_URL" : "DATABASE_DIRECT_URL";
  throw new UsageError(
    `${name} leads to a pooler that throws writes away: it answered that a row was written, and another connection does not ` +
      "find it. Let the address lead to the server itself, or, with pgpool, set backend_clustering_mode = 'streaming_replication' " +
      "in place of 'raw'",
  );
}

/** Throws the error of a query again; if a pooler caused it, throws a UsageError that says so. */
export async function blamePooler(store: Store, error: unknown): Promise<never> {
  if (error instanceof StoreUnavailable) await requireSession(store, "`sourcing query`");
  throw error;
}

/** Describes what does not work because DATABASE_DIRECT_URL is missing; null: everything works. @throws StoreUnavailable, StoreRefused */
export async function describePooler({ isEmbedded, url, directUrl }: Store): Promise<string | null> {
  if (isEmbedded || directUrl !== url || (await supportsSessions(url))) return null;
  return "DATABASE_URL leads to a pooler that gives no sessions: `sourcing query` needs DATABASE_DIRECT_URL";
}

/** Returns the names of configured addresses whose server certificate is not checked: any server there gets the password. */
export function listUnverified({ databaseUrl, databaseDirectUrl }: Config): string[] {
  const directUrl = databaseDirectUrl === databaseUrl ? null : databaseDirectUrl;
  const addresses = { DATABASE_URL: databaseUrl, DATABASE_DIRECT_URL: directUrl };
  const isOpen = (url: string | null) => url !== null && !isOnThisMachine(url) && !checksCertificate(url);
  return Object.entries(addresses).flatMap(([name, url]) => (isOpen(url) ? [name] : []));
}

/** Whether jobs in Redis can be read or changed by others: without TLS or without a password, on another machine. */
export function isRedisExposed({ redisUrl }: Pick<Config, "redisUrl">): boolean {
  if (redisUrl === null) return false;
  const { hosts, isEncrypted, password } = parseRedisAddress(redisUrl);
  if (hosts.every(({ host }) => isLoopbackHost(host))) return false;
  return !isEncrypted || password === null;
}

/** Says where the store is, for people, without an address. */
export function describePlace({ home, databaseSchema }: Config, isEmbedded: boolean): string {
  const server = isEmbedded ? `embedded Postgres in ${home}` : "Postgres at DATABASE_URL";
  return `${server}${describeNamed(databaseSchema)}`;
}

/** Returns an address in the form that programs in Java read, without user and password. */
export function jdbcUrl(address: string): string {
  const { host, pathname } = new URL(address);
  const schema = schemaOf(address);
  return `jdbc:postgresql://${host}${pathname}${schema === DEFAULT_SCHEMA ? "" : `?currentSchema=${schema}`}`;
}

/** Returns an address in the form that psql, pg_dump and other tools read, password included. */
export function toolUrl(address: string): string {
  return toLibpqUrl(address);
}

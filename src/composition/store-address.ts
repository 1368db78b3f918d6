import { openDatabase } from "../database/database.ts";
import { checksCertificate, isOnThisMachine, toLibpqUrl } from "../database/database-url.ts";
import { isSameDatabase } from "../database/is-same-database.ts";
import { supportsSessions } from "../database/supports-sessions.ts";
import type { Config } from "../operations/config.ts";
import { StoreUnavailable, UsageError } from "../values/errors.ts";
import type { Store } from "./open-store.ts";

/** @throws UsageError where the address that should lead to the server itself leads to a pooler that gives no sessions */
export async function requireSession(store: Store, what: string): Promise<void> {
  if (store.isEmbedded || (await supportsSessions(store.directUrl))) return;
  const name = store.directUrl === store.url ? "DATABASE_URL" : "DATABASE_DIRECT_URL";
  throw new UsageError(
    `${what} needs a session of its own, and ${name} leads to a pooler that gives none: ` +
      "set DATABASE_DIRECT_URL to the address of the database behind it",
  );
}

/** @throws UsageError where DATABASE_URL and DATABASE_DIRECT_URL lead to two databases; StoreUnavailable, StoreRefused */
export async function requireSameDatabase({ db, url, directUrl }: Store): Promise<void> {
  if (directUrl === url) return;
  const direct = openDatabase({ url: directUrl, connections: 1, applicationName: "sourcing" });
  try {
    if (await isSameDatabase(db, direct)) return;
  } finally {
    await direct.close();
  }
  throw new UsageError(
    "DATABASE_DIRECT_URL leads to another database than DATABASE_URL: set one of them right",
  );
}

/** Throws the error of a query again, but where a pooler is to blame a UsageError that says so. */
export async function blamePooler(store: Store, error: unknown): Promise<never> {
  if (error instanceof StoreUnavailable) await requireSession(store, "`sourcing query`");
  throw error;
}

/** What does not work for want of DATABASE_DIRECT_URL; null: nothing. @throws StoreUnavailable, StoreRefused */
export async function describePooler({ isEmbedded, url, directUrl }: Store): Promise<string | null> {
  if (isEmbedded || directUrl !== url || (await supportsSessions(url))) return null;
  return "DATABASE_URL leads to a pooler that gives no sessions: `sourcing query` needs DATABASE_DIRECT_URL";
}

/** Names of the configured addresses at which whoever answers is told the password. */
export function listUnverified({ databaseUrl, databaseDirectUrl }: Config): string[] {
  const directUrl = databaseDirectUrl === databaseUrl ? null : databaseDirectUrl;
  const addresses = { DATABASE_URL: databaseUrl, DATABASE_DIRECT_URL: directUrl };
  const isOpen = (url: string | null) => url !== null && !isOnThisMachine(url) && !checksCertificate(url);
  return Object.entries(addresses).flatMap(([name, url]) => (isOpen(url) ? [name] : []));
}

/** An address as psql, pg_dump and other tools read it, password included. */
export function toolUrl(address: string): string {
  return toLibpqUrl(address);
}

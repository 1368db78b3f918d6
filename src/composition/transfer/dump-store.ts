import type { Readable, Writable } from "node:stream";
import { type DumpOptions, dumpDatabase, type StoreDump } from "../../database/copy/dump-database.ts";
import { type DumpHeader, dumpHeader } from "../../database/copy/dump-format.ts";
import { DumpReader } from "../../database/copy/dump-reader.ts";
import { assertKnown } from "../../database/copy/rebuild-schema.ts";
import {
  type RestoreOptions,
  readHeld,
  restoreDatabase,
  type StoreRestore,
} from "../../database/copy/restore-database.ts";
import { migrationState } from "../../database/migrate.ts";
import { knownHashes } from "../../database/namespace/known-migrations.ts";
import { UsageError } from "../../values/errors.ts";
import { migrateStore } from "../migrate-store.ts";
import type { App } from "../open-app.ts";

/** Writes the store to `out`, see `dumpDatabase`. @throws StoreUnavailable, StoreRefused */
export function dumpStore(
  { store }: Pick<App, "store">,
  out: Writable,
  options: DumpOptions,
): Promise<StoreDump> {
  return dumpDatabase(store.directUrl, out, options);
}

/** A dump of which the header is read. */
export interface OpenedDump {
  readonly header: DumpHeader;
  readonly reader: DumpReader;
}

/** Reads the beginning of a dump. @throws UsageError if it is none, or of a newer version */
export async function openDump(source: Readable): Promise<OpenedDump> {
  const reader = new DumpReader(source);
  const header = await reader.readLine(dumpHeader);
  assertKnown(header.migrations, knownHashes());
  return { header, reader };
}

/** Brings an empty database up to date and returns what the store holds. @throws UsageError for a newer store */
export async function prepareRestore(app: App): Promise<{ people: number; filled: boolean }> {
  const { applied, known } = await migrationState(app.store.db);
  if (applied > known)
    throw new UsageError("the database is of a newer version of sourcing: restore with that one");
  if (applied < known) await migrateStore(app);
  return readHeld(app.store.db);
}

/** Replaces the store by the one in the dump and brings it up to date. @throws UsageError, StoreUnavailable, StoreRefused */
export async function restoreStore(
  app: App,
  dump: OpenedDump,
  options: RestoreOptions,
): Promise<StoreRestore> {
  const restored = await restoreDatabase(app.store.directUrl, dump, options);
  await migrateStore(app);
  return restored;
}

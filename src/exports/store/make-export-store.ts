import { type Database, openDatabase } from "../../database/database.ts";
import type { ExportFilter, ExportSet, ExportStore } from "../export-store.ts";
import { completeExport } from "./complete-export.ts";
import { listExports, undoExport } from "./list-exports.ts";
import { lockDestination } from "./lock-destination.ts";
import { noteExported, prepareExportedKeys } from "./mark-exported.ts";
import { readChosen, readMoreNames } from "./read-export-set.ts";
import { selectPeople } from "./select-people.ts";

/**
 * Exports in Postgres.
 * @param directUrl address behind any pooler: a selection needs a connection of its own
 * @param requireSession refuses an address that gives none
 */
export function makeExportStore(
  db: Database,
  directUrl: string,
  requireSession: () => Promise<void> = async () => {},
): ExportStore {
  return {
    select: async (filter, work) => {
      await requireSession();
      return withSelection(directUrl, filter, work);
    },
    list: () => listExports(db),
    undo: (id) => undoExport(db, id),
  };
}

async function withSelection<Result>(
  url: string,
  filter: ExportFilter,
  work: (selection: ExportSet) => Promise<Result>,
): Promise<Result> {
  const session = openDatabase({ url, connections: 1, applicationName: "sourcing export", keepIdle: true });
  try {
    if (filter.isNew) await lockDestination(session, filter.destination);
    const people = await selectPeople(session, filter);
    await prepareExportedKeys(session);
    return await work({
      people,
      more: await readMoreNames(session),
      batches: () => readChosen(session, people, filter),
      markExported: (handedOver) => noteExported(session, handedOver),
      complete: (note, publish) => completeExport(session, note, publish),
    });
  } finally {
    await session.close();
  }
}

import type { ExportFilter, ExportStore, Selection } from "../app/export-store.ts";
import { type Database, openDatabase } from "./database.ts";
import { completeExport } from "./exports/complete-export.ts";
import { noteHandOver, prepareHandOver } from "./exports/hand-over.ts";
import { listExports, undoExport } from "./exports/list-exports.ts";
import { lockDestination } from "./exports/lock-destination.ts";
import { readChosen, readMoreNames } from "./exports/read-chosen.ts";
import { selectPeople } from "./exports/select-people.ts";

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
  work: (selection: Selection) => Promise<Result>,
): Promise<Result> {
  const session = openDatabase({ url, connections: 1, applicationName: "sourcing export", keepIdle: true });
  try {
    if (filter.isNew) await lockDestination(session, filter.destination);
    const people = await selectPeople(session, filter);
    await prepareHandOver(session);
    return await work({
      people,
      more: await readMoreNames(session),
      batches: () => readChosen(session, people, filter),
      handOver: (handedOver) => noteHandOver(session, handedOver),
      complete: (note, publish) => completeExport(session, note, publish),
    });
  } finally {
    await session.close();
  }
}

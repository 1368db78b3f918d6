import { bindOperations } from "../../database/bind-operations.ts";
import type { Database } from "../../database/database.ts";
import { openDatabase } from "../../database/open-database.ts";
import type { ExportFilter, ExportSet } from "../export-set.ts";
import { completeExport } from "./complete-export.ts";
import { listExports, undoExport } from "./list-exports.ts";
import { lockDestination, unlockDestinations } from "./lock-destination.ts";
import { createExportedTable, markExported } from "./mark-exported.ts";
import { readExportSet, readExtraColumns } from "./read-export-set.ts";
import { selectExportSet } from "./select-people.ts";

/**
 * Exports in Postgres. Every function may throw StoreUnavailable.
 * @param directUrl address behind any pooler: a selection needs a connection of its own
 * @param requireSession throws if that address gives no connection of its own
 */
export function makeExportStore(
  db: Database,
  directUrl: string,
  requireSession: () => Promise<void> = async () => {},
) {
  return {
    ...bindOperations(db, { list: listExports, undo: undoExport }),
    select: async <Result>(filter: ExportFilter, work: (exportSet: ExportSet) => Promise<Result>) => {
      await requireSession();
      return withSelection(directUrl, filter, work);
    },
  };
}

/**
 * Selects the candidates of an export on a connection of its own and passes them to `work`. Of two exports with `isNew` to one
 * destination, the second is refused while the first runs.
 * @throws UsageError for that, and for a query that does not work or returns no candidates
 */
async function withSelection<Result>(
  url: string,
  filter: ExportFilter,
  work: (exportSet: ExportSet) => Promise<Result>,
): Promise<Result> {
  const session = openDatabase({ url, connections: 1, applicationName: "sourcing export", keepIdle: true });
  try {
    if (filter.isNew) await lockDestination(session, filter.destination);
    const people = await selectExportSet(session, filter);
    await createExportedTable(session);
    return await work({
      people,
      more: await readExtraColumns(session),
      batches: () => readExportSet(session, people, filter),
      markExported: (exported) => markExported(session, exported),
      complete: (note, publish) => completeExport(session, note, publish),
    });
  } finally {
    // A broken connection holds no lock.
    await unlockDestinations(session).catch(() => {});
    await session.close();
  }
}

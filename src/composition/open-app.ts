import { makeLedgerStore } from "../credits/store/make-ledger-store.ts";
import { bindOperations } from "../database/bind-operations.ts";
import { readServerVersion } from "../database/embedded/read-server-version.ts";
import { makeRoleStore } from "../database/roles/make-role-store.ts";
import { makeExportStore } from "../exports/store/make-export-store.ts";
import type { Config } from "../operations/config.ts";
import { readAudit } from "../privacy/store/audit/read-audit.ts";
import { mayRecordAccess, recordAccess } from "../privacy/store/audit/record-access.ts";
import { makePrivacyStore } from "../privacy/store/make-privacy-store.ts";
import { findCandidates } from "../query/store/find-candidates.ts";
import { readQuerySchema } from "../query/store/read-query-schema.ts";
import { type QueryResult, runReadOnly, type SqlQuery } from "../query/store/run-read-only.ts";
import { deleteSavedQuery } from "../query/store/saved/delete-saved-query.ts";
import { listSavedQueries } from "../query/store/saved/list-saved-queries.ts";
import { readSavedQuery } from "../query/store/saved/read-saved-query.ts";
import { saveQuery } from "../query/store/saved/save-query.ts";
import { makeScheduleStore } from "../runs/schedules/store/make-schedule-store.ts";
import { claimNotifications, markNotificationSent } from "../runs/store/claim-notifications.ts";
import { makeRunStore } from "../runs/store/make-run-store.ts";
import { makeSpecStore } from "../runs/store/make-spec-store.ts";
import { makeWorkerStore } from "../runs/store/make-worker-store.ts";
import { openStore, type StoreOptions } from "./open-store.ts";
import { isProcessDead } from "./process-name.ts";
import { openRoleConnection } from "./role-connection.ts";
import { blamePooler, requireSession } from "./store-address.ts";

/** Everything that a command can do with a store and without an API key. */
export type App = Awaited<ReturnType<typeof openApp>>;

/** Opens the configured database, or starts the embedded one. @throws UsageError, StoreUnavailable */
export async function openApp(config: Config, options: StoreOptions = {}) {
  const store = await openStore(config, options);
  const { db, directUrl } = store;
  const connection = () => openRoleConnection(config, store);
  return {
    config,
    store,
    runs: makeRunStore(db, isProcessDead, config.pageCredits),
    specs: makeSpecStore(db),
    schedules: makeScheduleStore(db),
    workers: makeWorkerStore(db),
    reports: bindOperations(db, { claim: claimNotifications, markSent: markNotificationSent }),
    ledger: makeLedgerStore(db),
    people: {
      ...bindOperations(db, { find: findCandidates }),
      query: async <Result>(question: SqlQuery, read: (answer: QueryResult) => Promise<Result>) =>
        runReadOnly(connection(), question, read).catch((error: unknown) => blamePooler(store, error)),
      schema: async (contacts: boolean) =>
        readQuerySchema(connection(), contacts ? "contacts" : "reader").catch((error: unknown) =>
          blamePooler(store, error),
        ),
    },
    queries: bindOperations(db, {
      save: saveQuery,
      list: listSavedQueries,
      read: readSavedQuery,
      delete: deleteSavedQuery,
    }),
    exports: makeExportStore(db, directUrl, () => requireSession(store, "an export")),
    roles: makeRoleStore(db, connection),
    privacy: makePrivacyStore(db),
    serverVersion: () => readServerVersion(db),
    audit: bindOperations(db, { mayRecord: mayRecordAccess, record: recordAccess, read: readAudit }),
    close: () => store.close(),
  };
}

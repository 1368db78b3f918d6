import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { keyIdOf } from "../credits/key-id.ts";
import type { LedgerStore } from "../credits/ledger-store.ts";
import { allowRetry } from "../credits/store/allow-key-retry.ts";
import { holdSpending } from "../credits/store/hold-spending.ts";
import { readBalances, readLedger, readSuspense } from "../credits/store/read-spend.ts";
import { resolveSuspense } from "../credits/store/resolve-suspense.ts";
import { settleCall } from "../credits/store/settle-call.ts";
import { openDatabase } from "../database/database.ts";
import { migrateDatabase, migrationState } from "../database/migrate.ts";
import { readMoved } from "../database/read-migrated-to.ts";
import { readStoreId } from "../database/read-store-id.ts";
import { applyGrants } from "../database/roles/apply-grants.ts";
import { makeRoleStore } from "../database/roles/make-role-store.ts";
import { readQueueAccess } from "../database/roles/queue-access.ts";
import type { RoleStore } from "../database/roles/role-store.ts";
import { saveSettings } from "../database/save-settings.ts";
import { prepareSearchIndexes, type SearchIndexes, searchIndexes } from "../database/search-indexes.ts";
import type { ExportStore } from "../exports/export-store.ts";
import { makeExportStore } from "../exports/store/make-export-store.ts";
import { makeLeonarClient } from "../leonar/client.ts";
import type { ProfileSearch } from "../leonar/profile-search.ts";
import {
  currentProcessIdentity,
  formatProcessIdentity,
  isAlive,
  parseProcessIdentity,
} from "../machine/process-identity.ts";
import type { Config } from "../operations/config.ts";
import { countSpool, makeFileSpool } from "../operations/file-spool.ts";
import { obtainPepper } from "../operations/pepper.ts";
import { makeWebhook } from "../operations/webhook.ts";
import type { ReparseStore } from "../people/reparse/reparse-store.ts";
import { checkPepper } from "../people/store/check-pepper.ts";
import { makeReparseStore } from "../people/store/make-reparse-store.ts";
import type { SuppressionSecret } from "../people/store/suppressed-people.ts";
import type { PrivacyStore } from "../privacy/privacy-store.ts";
import { makePrivacyStore } from "../privacy/store/make-privacy-store.ts";
import type { PeopleStore } from "../query/people-store.ts";
import { readQueries } from "../query/store/read-named-queries.ts";
import { runReadOnly } from "../query/store/run-read-only.ts";
import type { Queues } from "../queue/queues.ts";
import { CONTROL_QUEUE } from "../runs/queue-names.ts";
import type { RunStore } from "../runs/run-store.ts";
import type { ScheduleStore } from "../runs/schedules/schedule-store.ts";
import { makeScheduleStore } from "../runs/schedules/store/make-schedule-store.ts";
import type { NotificationStore, NotificationTarget } from "../runs/send-reports.ts";
import type { SpecStore } from "../runs/spec-store.ts";
import { claimNotifications, markNotificationSent } from "../runs/store/claim-notifications.ts";
import { makeRunStore } from "../runs/store/make-run-store.ts";
import { makeWorkerStore } from "../runs/store/make-worker-store.ts";
import { readHistories } from "../runs/store/read-purchases.ts";
import type { AnswerSpool } from "../runs/walk/answer-spool.ts";
import { makePermits } from "../runs/walk/permits.ts";
import { NO_OBSERVER } from "../runs/walk/purchase-observer.ts";
import { makeWalkStore } from "../runs/walk/store/walk-store.ts";
import type { WalkDeps } from "../runs/walk/walk-slice.ts";
import type { WorkerStore } from "../runs/worker-store.ts";
import { readSpecs } from "../specs/sheets/read-specs.ts";
import type { Spec } from "../specs/spec.ts";
import { importSpecs } from "../specs/store/import-specs.ts";
import { readOverlaps } from "../specs/store/read-overlaps.ts";
import { readStoredSpecs } from "../specs/store/stored-specs.ts";
import { KeyMissing } from "../values/errors.ts";
import { openStore, type Store, type StoreOptions } from "./open-store.ts";
import { blamePooler, requireSameDatabase, requireSession } from "./store-address.ts";

/** The machine, as people call it. */
export function hostName(): string {
  return currentProcessIdentity().hostname;
}

/** How this process signs what it works on. */
export function processName(): string {
  return formatProcessIdentity(currentProcessIdentity());
}

function isProcessDead(name: string): boolean {
  const identity = parseProcessIdentity(name);
  return identity !== null && !isAlive(identity);
}

/** Everything of a store that needs no key. */
export interface App {
  readonly config: Config;
  readonly store: Store;
  readonly runs: RunStore;
  readonly specs: SpecStore;
  readonly schedules: ScheduleStore;
  readonly ledger: LedgerStore;
  readonly workers: WorkerStore;
  readonly reports: NotificationStore;
  readonly people: PeopleStore;
  readonly exports: ExportStore;
  readonly roles: RoleStore;
  readonly privacy: PrivacyStore;
  close(): Promise<void>;
}

/** Opens the configured database, or starts the embedded one. @throws UsageError, StoreUnavailable */
export async function openApp(config: Config, options: StoreOptions = {}): Promise<App> {
  const store = await openStore(config, options);
  const { db, directUrl: url } = store;
  const home = async () => ({ db, url, secret: await roleSecret(config, store) });
  return {
    config,
    store,
    runs: makeRunStore(db, isProcessDead, config.pageCredits),
    specs: {
      stored: () => readStoredSpecs(db),
      import: (specs, rules) => importSpecs(db, specs, rules),
      histories: (specs) => readHistories(db, specs),
      overlaps: (specs) => readOverlaps(db, specs),
    },
    schedules: makeScheduleStore(db),
    workers: makeWorkerStore(db),
    reports: { claim: () => claimNotifications(db), markSent: (id) => markNotificationSent(db, id) },
    ledger: {
      lines: (group) => readLedger(db, group),
      suspense: () => readSuspense(db),
      balances: () => readBalances(db),
      resolveSuspense: () => resolveSuspense(db),
      settle: (call, credits) => settleCall(db, call, credits),
      allowRetry: (keyId) => allowRetry(db, keyId),
      hold: (held) => holdSpending(db, held),
      movedTo: () => readMoved(db),
    },
    people: {
      query: async (question, read) =>
        runReadOnly(await home(), question, read).catch((error: unknown) => blamePooler(store, error)),
    },
    exports: makeExportStore(db, store.directUrl, () => requireSession(store, "an export")),
    roles: makeRoleStore(db, home),
    privacy: makePrivacyStore(db),
    close: () => store.close(),
  };
}

/** Known to whoever may use the database, and to nobody else. */
async function roleSecret(config: Config, { directUrl }: Store): Promise<string> {
  const { password } = new URL(directUrl);
  return password === "" ? obtainPepper(config.home) : password;
}

/** The questions that ship with the project, by name. */
export const namedQueries = readQueries;

/** How many migrations the database has, and how many there are. */
export function databaseState({ store }: App): Promise<{ applied: number; known: number }> {
  return migrationState(store.db);
}

/**
 * Brings the database up to date, the queue in it, and the indexes that it allows, behind any pooler, which may limit how
 * long a statement takes; and gives each role its rights. @throws UsageError, StoreUnavailable, StoreRefused
 */
export async function migrateStore(app: App): Promise<SearchIndexes> {
  const { config, store } = app;
  await requireSameDatabase(store);
  const direct = openDatabase({ url: store.directUrl, connections: 1, applicationName: "sourcing" });
  try {
    await migrateDatabase(direct);
    const indexes = await prepareSearchIndexes(direct);
    if (config.redisUrl === null) await makeQueueTables(app);
    await applyGrants(direct);
    return indexes;
  } finally {
    await direct.close();
  }
}

/** The first look at a queue makes its tables. */
async function makeQueueTables(app: App): Promise<void> {
  const queues = await openConfiguredQueues(app);
  await queues.counts([CONTROL_QUEUE]).finally(() => queues.close());
}

/** Whether searches within texts have an index. */
export function searchState({ store }: App): Promise<SearchIndexes> {
  return searchIndexes(store.db);
}

/** The queues, in Postgres or in Redis. @throws UsageError, StoreUnavailable */
export async function openConfiguredQueues({ config, store }: App): Promise<Queues> {
  const { redisUrl } = config;
  const { openQueues } = await import("../queue/queues.ts");
  if (redisUrl !== null) return openQueues({ kind: "redis", url: redisUrl });
  await requireSession(store, "the queue in Postgres");
  return openQueues({ kind: "postgres", url: store.directUrl, ...(await readQueueAccess(store.db)) });
}

/** The paid API. @throws KeyMissing */
export function makeProfileSearch(config: Config): ProfileSearch {
  return makeLeonarClient({
    apiKey: requireKey(config),
    baseUrl: config.baseUrl,
    timeoutMs: config.requestTimeoutMs,
  });
}

/** @throws KeyMissing where there is none, before anything else is done */
export function requireKey({ apiKey }: Config): string {
  if (apiKey !== null) return apiKey;
  throw new KeyMissing(
    "LEONAR_API_KEY is not set: put it into .env in this folder, or try `sourcing demo`, which needs none",
  );
}

/** The pepper of the store, for whoever stores or erases people; also tells the views how we are set up. @throws UsageError */
export async function loadSuppressionSecret({ config, store }: App): Promise<SuppressionSecret> {
  const pepper = config.suppressionPepper ?? (await obtainPepper(config.home));
  await checkPepper(store.db, pepper);
  await saveSettings(store.db, config);
  return { pepper };
}

/** People rebuilt from their versions. @throws UsageError */
export async function makeReparse(app: App): Promise<ReparseStore> {
  return makeReparseStore(app.store.db, await loadSuppressionSecret(app));
}

/** Everything that walking needs, but the bell. @throws KeyMissing */
export async function makeWalkDeps(app: App): Promise<Omit<WalkDeps, "walkQueue">> {
  const { config, store } = app;
  const keys = await loadSuppressionSecret(app);
  const rules = {
    keyId: keyIdOf(requireKey(config)),
    pageCredits: config.pageCredits,
    minBalance: config.minCreditBalance,
    dailyLimit: config.dailyCreditLimit,
    monthlyLimit: config.monthlyCreditLimit,
    timeZone: config.limitsTimeZone,
  };
  return {
    spool: await openSpool(app),
    newAttempt: randomUUID,
    store: makeWalkStore(store.db, rules, keys, { name: processName(), isProcessDead }),
    search: makeProfileSearch(config),
    acquirePermit: makePermits(config.walkConcurrency),
    observer: NO_OBSERVER,
    sleep,
    now: () => performance.now(),
    every,
  };
}

/** Paid answers on this machine's disk, for this store. */
export async function openSpool({ config, store }: App): Promise<AnswerSpool> {
  return makeFileSpool(spoolFolder(config), await readStoreId(store.db));
}

/** How many paid answers wait on this machine's disk. */
export async function countSpooled(config: Config): Promise<number> {
  return (await countSpool(spoolFolder(config))).waiting;
}

function spoolFolder({ home }: Config): string {
  return join(home, "spool");
}

/** What the spool of this machine holds, in words; null: nothing. */
export async function describeSpool(config: Config): Promise<string | null> {
  const { waiting, aside } = await countSpool(spoolFolder(config));
  if (waiting + aside === 0) return null;
  const first =
    waiting === 0 ? "" : `${waiting} paid answers wait in ${spoolFolder(config)} for the database`;
  const rest =
    aside === 0
      ? ""
      : `${aside} there belong to no call of this database (*.aside): look at them, then delete them`;
  return [first, rest].filter((part) => part !== "").join("; ");
}

/** Reads the specs of a CSV that a run keeps; it was checked before. */
export function readStoredCsv(csv: string): readonly Spec[] {
  return readSpecs(Buffer.from(csv, "utf8")).specs.map(({ spec }) => spec);
}

/** Where reports go; null: nowhere. */
export function makeNotificationTarget({ webhook }: Config): NotificationTarget | null {
  return webhook === null ? null : makeWebhook({ ...webhook, now: () => Date.now() / 1000 });
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  // Rejects only where the signal fires, and then the wait is over.
  await delay(ms, undefined, { signal }).catch(() => {});
}

function every(ms: number, work: () => Promise<void>): () => void {
  // A renewal that fails is tried again at the next; the lease outlives two of them.
  const timer = setInterval(() => void work().catch(() => {}), ms);
  return () => clearInterval(timer);
}

import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import type { AnswerSpool } from "./app/answer-spool.ts";
import { UNWATCHED } from "./app/buying-watch.ts";
import type { ExportStore } from "./app/export-store.ts";
import type { LedgerStore } from "./app/ledger-store.ts";
import type { PeopleStore } from "./app/people-store.ts";
import type { ProfileSearch } from "./app/ports.ts";
import type { PrivacyStore } from "./app/privacy-store.ts";
import type { ReparseStore } from "./app/reparse-store.ts";
import type { RoleStore } from "./app/role-store.ts";
import type { RunStore } from "./app/run-store.ts";
import type { ScheduleStore } from "./app/schedule-store.ts";
import { makeSeats } from "./app/seats.ts";
import type { ReportReceiver, ReportStore } from "./app/send-reports.ts";
import type { SpecStore } from "./app/spec-store.ts";
import type { WalkPorts } from "./app/walk-slice.ts";
import type { WorkerStore } from "./app/worker-store.ts";
import type { Config } from "./config.ts";
import { readSpecs } from "./csv/read-specs.ts";
import { KeyMissing } from "./domain/errors.ts";
import { DESK_LANE } from "./domain/lane.ts";
import type { Spec } from "./domain/spec.ts";
import { keyIdOf } from "./key-id.ts";
import { makeLeonarClient } from "./leonar/client.ts";
import { openStore, type Store, type StoreOptions } from "./open-store.ts";
import { obtainPepper } from "./pepper.ts";
import { openDatabase } from "./postgres/database.ts";
import {
  currentProcessIdentity,
  formatProcessIdentity,
  isAlive,
  parseProcessIdentity,
} from "./postgres/embedded/process-identity.ts";
import { makeExportStore } from "./postgres/export-store.ts";
import { migrateDatabase, migrationState } from "./postgres/migrate.ts";
import { allowRetry } from "./postgres/money/allow-retry.ts";
import { holdSpending } from "./postgres/money/hold-spending.ts";
import { readBalances, readLedger, readSuspense } from "./postgres/money/read-ledger.ts";
import { readMoved } from "./postgres/money/read-moved.ts";
import { resolveSuspense } from "./postgres/money/resolve-suspense.ts";
import { settleCall } from "./postgres/money/settle-call.ts";
import { checkPepper } from "./postgres/people/check-pepper.ts";
import type { SuppressionKeys } from "./postgres/people/suppressed-people.ts";
import { makePrivacyStore } from "./postgres/privacy-store.ts";
import { readQueries } from "./postgres/queries/read-queries.ts";
import { runReadOnly } from "./postgres/query/run-read-only.ts";
import { readStoreId } from "./postgres/read-store-id.ts";
import { rememberSettings } from "./postgres/remember-settings.ts";
import { makeReparseStore } from "./postgres/reparse-store.ts";
import { claimReports, markReportSent } from "./postgres/reports/claim-reports.ts";
import { makeRoleStore } from "./postgres/role-store.ts";
import { applyGrants } from "./postgres/roles/apply-grants.ts";
import { readQueueAccess } from "./postgres/roles/queue-access.ts";
import { makeRunStore } from "./postgres/run-store.ts";
import { makeScheduleStore } from "./postgres/schedule-store.ts";
import { prepareSearchIndexes, type SearchIndexes, searchIndexes } from "./postgres/search-indexes.ts";
import { importSpecs } from "./postgres/specs/import-specs.ts";
import { readHistories } from "./postgres/specs/read-histories.ts";
import { readOverlaps } from "./postgres/specs/read-overlaps.ts";
import { readStoredSpecs } from "./postgres/specs/stored-specs.ts";
import { makeWalkStore } from "./postgres/walk-store.ts";
import { makeWorkerStore } from "./postgres/worker-store.ts";
import type { Queues } from "./queue/queues.ts";
import { countSpool, makeFileSpool } from "./spool/file-spool.ts";
import { blamePooler, requireSameDatabase, requireSession } from "./store-address.ts";
import { makeWebhook } from "./webhook/webhook.ts";

/** The machine, as people call it. */
export function hostName(): string {
  return currentProcessIdentity().hostname;
}

/** How this process signs what it works on. */
export function processName(): string {
  return formatProcessIdentity(currentProcessIdentity());
}

function isGone(name: string): boolean {
  const identity = parseProcessIdentity(name);
  return identity !== null && !isAlive(identity);
}

/** Everything of a store that needs no key. */
export interface Office {
  readonly config: Config;
  readonly store: Store;
  readonly runs: RunStore;
  readonly specs: SpecStore;
  readonly schedules: ScheduleStore;
  readonly ledger: LedgerStore;
  readonly workers: WorkerStore;
  readonly reports: ReportStore;
  readonly people: PeopleStore;
  readonly exports: ExportStore;
  readonly roles: RoleStore;
  readonly privacy: PrivacyStore;
  close(): Promise<void>;
}

/** Opens the configured database, or starts the embedded one. @throws UsageError, StoreUnavailable */
export async function openOffice(config: Config, options: StoreOptions = {}): Promise<Office> {
  const store = await openStore(config, options);
  const { db, directUrl: url } = store;
  const home = async () => ({ db, url, secret: await roleSecret(config, store) });
  return {
    config,
    store,
    runs: makeRunStore(db, isGone, config.pageCredits),
    specs: {
      stored: () => readStoredSpecs(db),
      import: (specs, rules) => importSpecs(db, specs, rules),
      histories: (specs) => readHistories(db, specs),
      overlaps: (specs) => readOverlaps(db, specs),
    },
    schedules: makeScheduleStore(db),
    workers: makeWorkerStore(db),
    reports: { claim: () => claimReports(db), markSent: (id) => markReportSent(db, id) },
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
export function databaseState({ store }: Office): Promise<{ applied: number; known: number }> {
  return migrationState(store.db);
}

/**
 * Brings the database up to date, the queue in it, and the indexes that it allows, behind any pooler, which may limit how
 * long a statement takes; and gives each role its rights. @throws UsageError, StoreUnavailable, StoreRefused
 */
export async function migrateStore(office: Office): Promise<SearchIndexes> {
  const { config, store } = office;
  await requireSameDatabase(store);
  const direct = openDatabase({ url: store.directUrl, connections: 1, applicationName: "sourcing" });
  try {
    await migrateDatabase(direct);
    const indexes = await prepareSearchIndexes(direct);
    if (config.redisUrl === null) await makeQueueTables(office);
    await applyGrants(direct);
    return indexes;
  } finally {
    await direct.close();
  }
}

/** The first look at a queue makes its tables. */
async function makeQueueTables(office: Office): Promise<void> {
  const queues = await composeQueues(office);
  await queues.counts([DESK_LANE]).finally(() => queues.close());
}

/** Whether searches within texts have an index. */
export function searchState({ store }: Office): Promise<SearchIndexes> {
  return searchIndexes(store.db);
}

/** The queues, in Postgres or in Redis. @throws UsageError, StoreUnavailable */
export async function composeQueues({ config, store }: Office): Promise<Queues> {
  const { redisUrl } = config;
  const { openQueues } = await import("./queue/queues.ts");
  if (redisUrl !== null) return openQueues({ kind: "redis", url: redisUrl });
  await requireSession(store, "the queue in Postgres");
  return openQueues({ kind: "postgres", url: store.directUrl, ...(await readQueueAccess(store.db)) });
}

/** The paid API. @throws KeyMissing */
export function composeSearch(config: Config): ProfileSearch {
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
export async function obtainKeys({ config, store }: Office): Promise<SuppressionKeys> {
  const pepper = config.suppressionPepper ?? (await obtainPepper(config.home));
  await checkPepper(store.db, pepper);
  await rememberSettings(store.db, config);
  return { pepper };
}

/** People rebuilt from their versions. @throws UsageError */
export async function composeReparse(office: Office): Promise<ReparseStore> {
  return makeReparseStore(office.store.db, await obtainKeys(office));
}

/** Everything that walking needs, but the bell. @throws KeyMissing */
export async function composeWalks(office: Office): Promise<Omit<WalkPorts, "doorbell">> {
  const { config, store } = office;
  const keys = await obtainKeys(office);
  const rules = {
    keyId: keyIdOf(requireKey(config)),
    pageCredits: config.pageCredits,
    minBalance: config.minCreditBalance,
    dailyLimit: config.dailyCreditLimit,
    monthlyLimit: config.monthlyCreditLimit,
    timeZone: config.limitsTimeZone,
  };
  return {
    spool: await composeSpool(office),
    newAttempt: randomUUID,
    store: makeWalkStore(store.db, rules, keys, { name: processName(), isGone }),
    search: composeSearch(config),
    takeSeat: makeSeats(config.walkConcurrency),
    watch: UNWATCHED,
    sleep,
    now: () => performance.now(),
    every,
  };
}

/** Paid answers on this machine's disk, for this store. */
export async function composeSpool({ config, store }: Office): Promise<AnswerSpool> {
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
export function composeReceiver({ webhook }: Config): ReportReceiver | null {
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

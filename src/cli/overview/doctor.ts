import {
  describeSchema,
  foreignRights,
  indirectRights,
  loggedPeople,
  orphans,
  searchState,
  unrefreshedPeople,
} from "../../composition/migrate-store.ts";
import { type App, openApp } from "../../composition/open-app.ts";
import { openConfiguredQueues } from "../../composition/open-configured-queues.ts";
import { describeLostCalls, describeSpool } from "../../composition/open-spool.ts";
import { readAttention } from "../../composition/overview/read-attention.ts";
import {
  describePlace,
  describePooler,
  isRedisExposed,
  listUnverified,
  requireKeptWrites,
  requireSameDatabase,
} from "../../composition/store-address.ts";
import { weakPepper } from "../../composition/suppression-secret.ts";
import { keyIdOf } from "../../credits/key-id.ts";
import { type Config, readConfig } from "../../operations/config.ts";
import { describeError } from "../../operations/describe-error.ts";
import { describeLowSpace } from "../../operations/free-space.ts";
import { describeMisspelled } from "../../operations/misspelled-names.ts";
import { isScrubDue } from "../../privacy/store/scrub/scrub-store.ts";
import { compareZones } from "../../runs/schedules/compare-zones.ts";
import { type ExitCode, exitCodeForOutcome } from "../command/exit-code.ts";
import { describeAttention } from "./describe-attention.ts";
import { describeNewFields } from "./describe-new-fields.ts";

interface CheckResult {
  readonly ok: boolean;
  readonly what: string;
  /** Nothing that fails, but something to think about. */
  readonly warns?: true;
}

/** Checks the set-up without spending a credit, and says how to mend what is wrong. Returns the exit code. */
export async function doctor(): Promise<ExitCode> {
  const findings: CheckResult[] = [checkNode()];
  const config = await attempt(findings, "settings", async () => readConfig());
  if (config !== null) {
    findings.push(checkKey(config));
    for (const name of config.misspelled) findings.push({ ok: false, what: describeMisspelled(name) });
    const spooled = await describeSpool(config);
    if (spooled !== null)
      findings.push({ ok: false, what: `${spooled}; \`sourcing resume\` or a worker stores what it can` });
    const space = await describeLowSpace(config.home);
    if (space !== null)
      findings.push({ ok: !space.isFull, what: space.what, ...(space.isFull ? {} : { warns: true }) });
    findings.push(...checkAddresses(config));
    await checkStore(findings, config);
  }
  for (const { ok, what, warns } of findings)
    process.stdout.write(`${warns ? "warn" : ok ? "ok  " : "FAIL"} ${what}\n`);
  return exitCodeForOutcome(findings.every(({ ok }) => ok));
}

function checkNode(): CheckResult {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return {
    ok,
    what: ok
      ? `Node ${process.versions.node}`
      : `Node ${process.versions.node} is too old: 20.19 is the least`,
  };
}

function checkKey({ apiKey, baseUrl, proxyUrl }: Config): CheckResult {
  const proxy = proxyUrl === null ? "" : ` through the proxy ${new URL(proxyUrl).host}`;
  const where = `for ${new URL(baseUrl).host}${proxy}`;
  if (apiKey === null)
    return { ok: false, what: "LEONAR_API_KEY is not set: put it into .env in this folder" };
  const told = apiKey.startsWith("leo_") ? "" : "; keys begin with leo_, this one does not";
  return { ok: true, what: `a key is set ${where}${told} (only a paid call shows whether it is good)` };
}

function checkAddresses(config: Config): CheckResult[] {
  const redis: CheckResult = {
    ok: true,
    warns: true,
    what: "REDIS_URL leads to another machine without TLS or without a password, so that others could take and add jobs: use rediss://:password@host",
  };
  const databases = listUnverified(config).map(
    (name): CheckResult => ({
      ok: true,
      warns: true,
      what: `${name} leads to another machine, and nothing proves that it is the right one: add ?sslmode=verify-full`,
    }),
  );
  return isRedisExposed(config) ? [...databases, redis] : databases;
}

async function checkStore(findings: CheckResult[], config: Config): Promise<void> {
  const app = await attempt(findings, "database", () => openApp(config, { upToDate: false }));
  if (app === null) return;
  try {
    const isUsable = await checkSchema(findings, app);
    if (isUsable) await attempt(findings, "key", () => allowKey(findings, app));
    if (isUsable) await checkAttention(findings, app);
    await attempt(findings, "database", () => requireSameDatabase(app.store));
    if (isUsable) await attempt(findings, "database", () => requireKeptWrites(app.store));
    const lost = isUsable ? await attempt(findings, "database", () => describeLostCalls(app)) : null;
    if (lost !== null) findings.push({ ok: false, what: lost });
    const queues = await attempt(findings, "queue", () => openConfiguredQueues(app));
    await queues?.close();
    if (queues === null) return;
    findings.push({ ok: true, what: config.redisUrl === null ? "queue in Postgres" : "queue in Redis" });
    if (config.redisUrl === null) return;
    const lack = await attempt(findings, "database", () => describePooler(app.store));
    if (lack !== null) findings.push({ ok: true, warns: true, what: lack });
  } finally {
    await app.close();
  }
}

async function checkSchema(findings: CheckResult[], app: App): Promise<boolean> {
  const place = describePlace(app.config, app.store.isEmbedded);
  const problem = await describeSchema(app, place);
  findings.push({ ok: problem === null, what: problem ?? place });
  if (problem !== null) return false;
  if (app.store.isEmbedded) findings.push({ ok: true, what: await describeServer(app) });
  for (const line of await foreignRights(app))
    findings.push({
      ok: false,
      what: `outside the store's own roles there are rights to its data (${line}): \`sourcing db migrate\` revokes them`,
    });
  for (const what of await indirectRights(app)) findings.push({ ok: true, warns: true, what });
  await checkSchedules(findings, app);
  if (app.store.isEmbedded && (await isScrubDue(app.store.db)))
    findings.push({
      ok: true,
      warns: true,
      what: "the files of the embedded server still hold deleted people: `sourcing retention --scrub` rewrites them",
    });
  const weak = await weakPepper(app);
  if (weak !== null) findings.push({ ok: true, warns: true, what: weak });
  const newFields = await describeNewFields(app);
  if (newFields !== null) findings.push({ ok: true, what: newFields });
  for (const what of await loggedPeople(app)) findings.push({ ok: true, warns: true, what });
  for (const { what, rows } of await orphans(app))
    findings.push({
      ok: false,
      what: `${rows} ${what}: rows were deleted by hand; restore them from a backup`,
    });
  const indexes = await searchState(app);
  // Slower is not wrong.
  if (!indexes.ready) findings.push({ ok: true, what: indexes.why });
  const people = await unrefreshedPeople(app);
  if (people > 0)
    findings.push({
      ok: true,
      warns: true,
      what: `searches may miss ${people} people, whose search text is of an earlier version: \`sourcing db migrate\` makes it again`,
    });
  return true;
}

async function describeServer({ serverVersion }: App): Promise<string> {
  const { version, folder } = await serverVersion();
  return (
    `the embedded server is PostgreSQL ${version} of ${folder}: PostgreSQL mends security holes every quarter; a newer 18 of the ` +
    "system is used by itself, and POSTGRES_BIN names another"
  );
}

async function checkSchedules(findings: CheckResult[], app: App): Promise<void> {
  const { schedules, now } = await app.schedules.list();
  const { findScheduleProblem } = await import("../../runs/schedules/cron.ts");
  const zones = new Set([app.config.limitsTimeZone]);
  for (const schedule of schedules) {
    const problem = findScheduleProblem(schedule);
    if (problem === null) {
      zones.add(schedule.timeZone);
      continue;
    }
    const { name } = schedule;
    findings.push({
      ok: false,
      what: `schedule ${name} cannot be computed (${problem}): \`sourcing schedule set ${name} …\` mends it, \`sourcing schedule remove ${name}\` removes it`,
    });
  }
  // The day of a limit comes from the database, the minute of a firing from Node.
  for (const what of await compareZones(zones, app.schedules.zoneOffsets, now))
    findings.push({ ok: true, warns: true, what });
}

async function checkAttention(findings: CheckResult[], app: App): Promise<void> {
  const attention = await readAttention(app);
  const warns = attention.held || attention.unattended.length > 0;
  for (const what of describeAttention(attention, new Date()))
    findings.push({ ok: true, what, ...(warns ? { warns } : {}) });
}

/** A person who has called the doctor has seen to the key: the next night tries it with one call. */
async function allowKey(findings: CheckResult[], { config, ledger }: App): Promise<void> {
  if (config.apiKey === null) return;
  const refusedAt = await ledger.allowRetry(keyIdOf(config.apiKey));
  if (refusedAt === null) return;
  const when = refusedAt.toISOString().slice(0, 16).replace("T", " ");
  findings.push({
    ok: true,
    what: `the key was refused at ${when} UTC; schedules may try it again now, with one call that goes first`,
  });
}

async function attempt<Result>(
  findings: CheckResult[],
  what: string,
  work: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await work();
  } catch (error) {
    findings.push({ ok: false, what: `${what}: ${describeError(error)}` });
    return null;
  }
}

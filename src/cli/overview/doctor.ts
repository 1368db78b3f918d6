import {
  databaseState,
  foreignRights,
  searchState,
  unrefreshedPeople,
} from "../../composition/migrate-store.ts";
import { type App, openApp } from "../../composition/open-app.ts";
import { openConfiguredQueues } from "../../composition/open-configured-queues.ts";
import { describeSpool } from "../../composition/open-spool.ts";
import { describePooler, listUnverified, requireSameDatabase } from "../../composition/store-address.ts";
import { keyIdOf } from "../../credits/key-id.ts";
import { type Config, readConfig } from "../../operations/config.ts";
import { describeMisspelled } from "../../operations/misspelled-names.ts";
import { isScrubDue } from "../../privacy/store/scrub/scrub-store.ts";
import { describeError } from "../command/exit-code.ts";

interface CheckResult {
  readonly ok: boolean;
  readonly what: string;
  /** Nothing that fails, but something to think about. */
  readonly warns?: true;
}

/** Checks the set-up without spending a credit, and says how to mend what is wrong. Gives the exit code: 0 or 1. */
export async function doctor(): Promise<number> {
  const findings: CheckResult[] = [checkNode()];
  const config = await attempt(findings, "settings", async () => readConfig());
  if (config !== null) {
    findings.push(checkKey(config));
    for (const name of config.misspelled) findings.push({ ok: false, what: describeMisspelled(name) });
    const spooled = await describeSpool(config);
    if (spooled !== null)
      findings.push({ ok: false, what: `${spooled}; \`sourcing resume\` or a worker stores what it can` });
    findings.push(...checkAddresses(config));
    await checkStore(findings, config);
  }
  for (const { ok, what, warns } of findings)
    process.stdout.write(`${warns ? "warn" : ok ? "ok  " : "FAIL"} ${what}\n`);
  return findings.every(({ ok }) => ok) ? 0 : 1;
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

function checkKey({ apiKey, baseUrl }: Config): CheckResult {
  const where = `for ${new URL(baseUrl).host}`;
  if (apiKey === null)
    return { ok: false, what: "LEONAR_API_KEY is not set: put it into .env in this folder" };
  const told = apiKey.startsWith("leo_") ? "" : "; keys begin with leo_, this one does not";
  return { ok: true, what: `a key is set ${where}${told} (only a paid call shows whether it is good)` };
}

function checkAddresses(config: Config): CheckResult[] {
  return listUnverified(config).map((name) => ({
    ok: true,
    warns: true,
    what: `${name} leads to another machine, and nothing proves that it is the right one: add ?sslmode=verify-full`,
  }));
}

async function checkStore(findings: CheckResult[], config: Config): Promise<void> {
  const app = await attempt(findings, "database", () => openApp(config, { upToDate: false }));
  if (app === null) return;
  try {
    if (await checkSchema(findings, app)) await attempt(findings, "key", () => allowKey(findings, app));
    await attempt(findings, "database", () => requireSameDatabase(app.store));
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
  const { applied, known } = await databaseState(app);
  const place = app.store.isEmbedded ? `embedded Postgres in ${app.config.home}` : "Postgres at DATABASE_URL";
  const ok = applied === known;
  findings.push({
    ok,
    what: ok ? place : `${place} has ${applied} of ${known} migrations: \`sourcing db migrate\``,
  });
  if (!ok) return false;
  for (const line of await foreignRights(app))
    findings.push({
      ok: false,
      what: `outside the store's own roles there are rights to its data (${line}): \`sourcing db migrate\` revokes them`,
    });
  await checkSchedules(findings, app);
  if (app.store.isEmbedded && (await isScrubDue(app.store.db)))
    findings.push({
      ok: true,
      warns: true,
      what: "the files of the embedded server still hold deleted people: `sourcing retention --scrub` rewrites them",
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

async function checkSchedules(findings: CheckResult[], app: App): Promise<void> {
  const { schedules, now } = await app.schedules.list();
  const { findScheduleProblem } = await import("../../runs/schedules/cron.ts");
  for (const schedule of schedules) {
    const problem = findScheduleProblem(schedule, now);
    if (problem === null) continue;
    const { name } = schedule;
    findings.push({
      ok: false,
      what: `schedule ${name} cannot be computed (${problem}): \`sourcing schedule set ${name} …\` mends it, \`sourcing schedule remove ${name}\` removes it`,
    });
  }
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

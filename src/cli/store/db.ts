import { spawn } from "node:child_process";
import {
  databaseState,
  migrateStore,
  refreshStore,
  unrefreshedPeople,
} from "../../composition/migrate-store.ts";
import { type App, openApp } from "../../composition/open-app.ts";
import { environmentWith, readConfig } from "../../operations/config.ts";
import { UsageError } from "../../values/errors.ts";
import { listenForInterruption } from "../command/interruption.ts";
import { withApp } from "../command/with-app.ts";
import { countProgress } from "../screen/count-progress.ts";
import { addressFor, toWho } from "./db-address.ts";

/**
 * Brings the database up to date, and the search text of the people in it, which Ctrl-C leaves for the next time. Gives the
 * exit code.
 */
export async function migrate(): Promise<number> {
  const interruption = listenForInterruption(() => process.stderr.write("\nStopping after this batch.\n"));
  try {
    const app = await openApp(readConfig(), { upToDate: false });
    try {
      const before = await databaseState(app);
      const indexes = await migrateStore(app);
      const { applied } = await databaseState(app);
      process.stderr.write(`${applied - before.applied} migrations applied, ${applied} in all.\n`);
      if (!indexes.ready) process.stderr.write(`Warning: ${indexes.why}\n`);
      await refreshPeople(app, interruption.stopping);
      return interruption.exitCode() ?? 0;
    } finally {
      await app.close();
    }
  } finally {
    interruption.release();
  }
}

async function refreshPeople(app: App, stopping: AbortSignal): Promise<void> {
  const left = await unrefreshedPeople(app);
  if (left === 0) return;
  process.stderr.write(`The search text of ${left} people is made again; buying may go on meanwhile.\n`);
  const progress = countProgress(process.stderr, left, "people");
  const finished = await refreshStore(app, {
    stopping,
    onProgress: ({ people }) => progress.update(people),
  }).finally(() => progress.stop());
  process.stderr.write(
    finished
      ? "All people are found by the present rules.\n"
      : "Not all people are done: `sourcing db migrate` carries on, and so does the worker.\n",
  );
}

/** Says which database is used and whether it is up to date. Gives the exit code: 0 up to date, 1 not. */
export async function databaseStatus(): Promise<number> {
  const app = await openApp(readConfig(), { upToDate: false });
  try {
    const { applied, known } = await databaseState(app);
    const place = app.store.isEmbedded
      ? `embedded Postgres under ${app.config.home}`
      : "Postgres at DATABASE_URL";
    process.stdout.write(`${place}: ${applied} of ${known} migrations\n`);
    return applied === known ? 0 : 1;
  } finally {
    await app.close();
  }
}

/** Prints the address of the database for a role, password included. Gives the exit code. @throws UsageError */
export async function printUrl(role: string): Promise<number> {
  const who = toWho(role);
  return withApp(async (app) => {
    process.stdout.write(`${await addressFor(app, who)}\n`);
    return 0;
  });
}

/** Opens psql on the database as a role and gives its exit code. @throws UsageError where psql is not installed */
export async function psql(role: string): Promise<number> {
  const who = toWho(role);
  return withApp(async (app) => runPsql(await addressFor(app, who)));
}

function runPsql(address: string): Promise<number> {
  const url = new URL(address);
  const password = url.searchParams.get("password") ?? decodeURIComponent(url.password);
  url.password = "";
  url.searchParams.delete("password");
  // The password goes by the environment: a command line is there for every user of the machine to read.
  const env = environmentWith(password === "" ? {} : { PGPASSWORD: password });
  return new Promise((resolve, reject) => {
    const child = spawn("psql", [url.href], { stdio: "inherit", env });
    // Ctrl-C belongs to psql while it runs.
    const ignore = () => {};
    const hangUp = () => child.kill("SIGHUP");
    process.on("SIGINT", ignore);
    process.on("SIGHUP", hangUp);
    child.on("error", () => reject(new UsageError("psql is not installed: `sourcing query` needs no psql")));
    child.on("exit", (code) => {
      process.off("SIGINT", ignore);
      process.off("SIGHUP", hangUp);
      resolve(code ?? 1);
    });
  });
}

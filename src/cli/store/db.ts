import { spawn } from "node:child_process";
import {
  databaseState,
  describeSchema,
  migrateStore,
  refreshStore,
  unrefreshedPeople,
} from "../../composition/migrate-store.ts";
import { type App, openApp } from "../../composition/open-app.ts";
import { describePlace } from "../../composition/store-address.ts";
import { weakPepper } from "../../composition/suppression-secret.ts";
import type { RenewedPasswords } from "../../database/roles/renew-passwords.ts";
import { environmentWith, readConfig } from "../../operations/config.ts";
import { UsageError } from "../../values/errors.ts";
import { type ExitCode, exitCodeForOutcome, exitCodeForProgram } from "../command/exit-code.ts";
import { listenForInterruption } from "../command/interruption.ts";
import { withApp } from "../command/with-app.ts";
import { countProgress } from "../screen/count-progress.ts";
import { addressFor, splitPassword, toWho } from "./db-address.ts";

/**
 * Brings the database up to date, and the search text of the people in it, which Ctrl-C leaves for the next time. Returns the
 * exit code.
 */
export async function migrate(): Promise<ExitCode | null> {
  const interruption = listenForInterruption(() => process.stderr.write("\nStopping after this batch.\n"));
  try {
    const app = await openApp(readConfig(), { upToDate: false });
    try {
      const before = await databaseState(app);
      const { indexes, passwords } = await migrateStore(app);
      const { applied } = await databaseState(app);
      process.stderr.write(`${applied - before.applied} migrations applied, ${applied} in all.\n`);
      if (!indexes.ready) process.stderr.write(`Warning: ${indexes.why}\n`);
      tellPasswords(passwords);
      const weak = await weakPepper(app);
      if (weak !== null) process.stderr.write(`Warning: ${weak}\n`);
      await refreshPeople(app, interruption.stopping);
      return interruption.exitCode();
    } finally {
      await app.close();
    }
  } finally {
    interruption.release();
  }
}

function tellPasswords({ renewed, problems }: RenewedPasswords): void {
  if (renewed.length > 0)
    process.stderr.write(
      `New passwords for ${renewed.join(", ")}: \`sourcing db url --role NAME --password\` prints the address with it.\n`,
    );
  for (const problem of problems) process.stderr.write(`Warning: ${problem}\n`);
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

/** Says which database is used and whether it is up to date. Returns the exit code. */
export async function databaseStatus(): Promise<ExitCode> {
  const app = await openApp(readConfig(), { upToDate: false });
  try {
    const { applied, known, standing } = await databaseState(app);
    const place = describePlace(app.config, app.store.isEmbedded);
    process.stdout.write(`${place}: ${applied} of ${known} migrations\n`);
    if (standing === "newer" || standing === "foreign")
      process.stderr.write(`${await describeSchema(app, place)}\n`);
    return exitCodeForOutcome(standing === "current");
  } finally {
    await app.close();
  }
}

export interface UrlOptions {
  readonly role: string;
  readonly password?: boolean;
}

/**
 * Prints the address of the database for a role. Elsewhere than on a terminal it has no password, which would end in a command
 * line, where every user of the machine can read it. @throws UsageError
 */
export async function printUrl({ role, password = false }: UrlOptions): Promise<void> {
  const who = toWho(role);
  if (password && !process.stdout.isTTY)
    throw new UsageError(
      "--password prints on a terminal only, so that no command line holds a password: use `sourcing db psql`, " +
        "`sourcing db dump`, or a file at PGPASSFILE",
    );
  return withApp(async (app) => {
    const address = await addressFor(app, who);
    process.stdout.write(`${password ? address : splitPassword(address).address}\n`);
  });
}

/** Opens psql on the database as a role and returns its exit code. @throws UsageError if psql is not installed */
export async function psql(role: string): Promise<ExitCode> {
  const who = toWho(role);
  return withApp(async (app) => runPsql(await addressFor(app, who)));
}

function runPsql(withPassword: string): Promise<ExitCode> {
  const { address, password } = splitPassword(withPassword);
  // The password goes by the environment: a command line is there for every user of the machine to read.
  const env = environmentWith(
    password === "" ? {} : { PGPASSWORD: password, PGREQUIREAUTH: "scram-sha-256" },
  );
  return new Promise((resolve, reject) => {
    const child = spawn("psql", [address], { stdio: "inherit", env });
    // Ctrl-C belongs to psql while it runs.
    const ignore = () => {};
    const hangUp = () => child.kill("SIGHUP");
    process.on("SIGINT", ignore);
    process.on("SIGHUP", hangUp);
    child.on("error", () => reject(new UsageError("psql is not installed: `sourcing query` needs no psql")));
    child.on("exit", (code) => {
      process.off("SIGINT", ignore);
      process.off("SIGHUP", hangUp);
      resolve(exitCodeForProgram(code));
    });
  });
}

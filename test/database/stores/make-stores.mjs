// Makes a small store with the program of each commit named, as that program left it when it was killed in the middle of a run:
//   DATABASE_URL=postgres://ADMIN:PASSWORD@HOST/postgres node test/database/stores/make-stores.mjs COMMIT...
// An empty PostgreSQL whose pg_dump is on the PATH, and the history of the repository. NNNN.sql.gz is named after the last
// migration of the commit, and holds rows only: the tables are those of the migrations, whose files never change.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import pg from "pg";
import { SPECS, startSmallApi } from "./small-api.mjs";

const ROOT = join(import.meta.dirname, "../../..");
const LAST_ANSWERED = 2;
const SPEC_COUNT = 2;

const run = (program, words, options = {}) =>
  execFileSync(program, words, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], ...options });

function build(commit, folder) {
  run("git", ["-C", ROOT, "worktree", "add", "--detach", "--force", folder, commit]);
  run("npm", ["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"], { cwd: folder });
  run("npx", ["tsc", "-p", "tsconfig.build.json"], { cwd: folder });
  const { entries } = JSON.parse(readFileSync(join(folder, "migrations/meta/_journal.json"), "utf8"));
  return entries.at(-1).tag.slice(0, 4);
}

async function makeDatabase(commit) {
  const admin = new pg.Client(process.env.DATABASE_URL);
  await admin.connect();
  const name = `store_${commit}`;
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.query(`create database ${name} encoding 'UTF8' template template0`);
  await admin.end();
  const url = new URL(process.env.DATABASE_URL);
  url.pathname = `/${name}`;
  return url.href;
}

/** Buys two pages of each search and is killed while it waits for the third. */
async function buyHalf(folder, url) {
  const api = await startSmallApi(LAST_ANSWERED);
  const home = mkdtempSync(join(tmpdir(), "sourcing-store-"));
  const file = join(home, "specs.csv");
  writeFileSync(file, SPECS);
  const settings = {
    cwd: home,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      SOURCING_HOME: home,
      DATABASE_URL: url,
      LEONAR_API_KEY: "an-invented-key",
      LEONAR_BASE_URL: api.baseUrl,
      SUPPRESSION_PEPPER: "5b1f0c6a94d27e3388f1d2c0b7a6e594",
    },
  };
  const main = join(folder, "dist/src/cli/main.js");
  run(process.execPath, [main, "db", "migrate"], settings);
  const buying = spawn(process.execPath, [main, "run", file, "--budget", "1000"], {
    ...settings,
    stdio: "inherit",
  });
  const waitsForAll = () =>
    api.asked.filter((page) => page.endsWith(` ${LAST_ANSWERED + 1}`)).length === SPEC_COUNT;
  while (!waitsForAll()) {
    if (buying.exitCode !== null) throw new Error(`the run ended with ${buying.exitCode}`);
    await delay(50);
  }
  // What it has bought is stored while it waits for the next page.
  await delay(3_000);
  const ended = once(buying, "exit");
  buying.kill("SIGKILL");
  await ended;
  api.close();
  rmSync(home, { recursive: true });
}

for (const commit of process.argv.slice(2)) {
  const folder = mkdtempSync(join(tmpdir(), "sourcing-commit-"));
  try {
    const name = build(commit, folder);
    const url = await makeDatabase(commit);
    await buyHalf(folder, url);
    const words = ["--data-only", "--inserts", "--rows-per-insert=100", "--exclude-schema=sourcing_queue"];
    const dump = run("pg_dump", [...words, url], { maxBuffer: 1e8 });
    // Commands of psql, and the setting that newer servers do not know.
    const statements = dump.split("\n").filter((line) => line !== "" && !/^(--|\\|SET )/.test(line));
    writeFileSync(join(import.meta.dirname, `${name}.sql.gz`), gzipSync(statements.join("\n"), { level: 9 }));
    process.stdout.write(`${name} of ${commit}\n`);
  } finally {
    run("git", ["-C", ROOT, "worktree", "remove", "--force", folder]);
  }
}

import { defineConfig } from "vitest/config";

const SHARED_POSTGRES = [
  "test/support/build.ts",
  "test/support/fast-folder.ts",
  "test/support/global-postgres.ts",
];

/** Time limits only end what hangs: a machine that is busy with other work makes no test red. */
const LIMITS = { testTimeout: 600_000, hookTimeout: 600_000, teardownTimeout: 60_000 };

/** Test files share the processes of their project, so that each process loads the code once. */
const PROCESSES = { pool: "forks", isolate: false } as const;

/** Tests of values, rules, stores and commands: `npm test`. */
const main = {
  name: "main",
  include: ["test/**/*.test.ts"],
  exclude: ["test/browser/**", "test/chaos/**", "test/servers/**", "test/spreadsheet/**"],
  globalSetup: SHARED_POSTGRES,
  maxWorkers: 3,
};

/** Tests that start, stop and cut off servers of their own: Redis, Postgres, PgBouncer, TLS. */
const servers = {
  name: "servers",
  include: ["test/servers/**/*.test.ts"],
  globalSetup: SHARED_POSTGRES,
  maxWorkers: 2,
};

/** The pages of the console in Chromium; left out by name where none is installed. */
const browser = {
  name: "browser",
  include: ["test/browser/**/*.test.ts"],
  globalSetup: SHARED_POSTGRES,
  maxWorkers: 1,
};

/**
 * Everything that works with a database, through a PgBouncer in transaction mode. Left out: the queue, which needs a session
 * and takes DATABASE_DIRECT_URL, exports, which do so too, and tests that start servers or have users of their own (embedded
 * Postgres, roles, TLS, poolers, extensions).
 */
const pooler = {
  name: "pooler",
  include: ["test/{cli,credits,crash,database,exports,jobs,people,privacy,query,runs,specs}/**/*.test.ts"],
  exclude: [
    "test/database/embedded/**",
    "test/exports/store/export-store.test.ts",
    "test/database/roles/**",
    "test/database/search-indexes.test.ts",
  ],
  globalSetup: [...SHARED_POSTGRES, "test/support/global-pooler.ts"],
  maxWorkers: 2,
};

/** Tests that take minutes; test/chaos/run.mjs and soak.mjs start them. */
const chaos = {
  name: "chaos",
  include: ["test/chaos/**/*.test.ts"],
  globalSetup: SHARED_POSTGRES,
  maxWorkers: 2,
  maxConcurrency: 4,
};

/** Tests that need a spreadsheet program (LibreOffice), which is too large to ask of every machine. */
const spreadsheet = {
  name: "spreadsheet",
  include: ["test/spreadsheet/**/*.test.ts"],
  globalSetup: SHARED_POSTGRES,
  maxWorkers: 1,
};

/** Files of these projects are in others too, take very long, or need more than Node: they run where they are named. */
const ON_DEMAND = [browser, pooler, chaos, spreadsheet].filter(({ name }) => process.argv.includes(name));

export default defineConfig({
  test: {
    projects: [main, servers, ...ON_DEMAND].map((project) => ({
      test: { ...LIMITS, ...PROCESSES, ...project },
    })),
  },
});

import { defineConfig } from "vitest/config";

/**
 * Everything that works with a database, through a PgBouncer in transaction mode. Left out: the queue, which needs a session
 * and takes DATABASE_DIRECT_URL, exports, which do so too, and what starts servers or has users of its own (embedded
 * Postgres, roles, TLS, poolers, extensions).
 */
export default defineConfig({
  test: {
    include: ["test/{cli,credits,crash,database,exports,jobs,people,privacy,query,runs,specs}/**/*.test.ts"],
    exclude: [
      "test/database/embedded/**",
      "test/exports/store/export-store.test.ts",
      "test/database/roles/**",
      "test/database/search-indexes.test.ts",
    ],
    globalSetup: [
      "test/support/build.ts",
      "test/support/global-postgres.ts",
      "test/support/global-pooler.ts",
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});

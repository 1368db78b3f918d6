import { defineConfig } from "vitest/config";

/** What starts, stops and cuts off servers of its own: Redis, Postgres, PgBouncer, TLS. */
export default defineConfig({
  test: {
    include: ["test/servers/**/*.test.ts"],
    globalSetup: ["test/support/build.ts", "test/support/global-postgres.ts"],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});

import { defineConfig } from "vitest/config";

/** What takes minutes; see test/chaos/run.mjs. */
export default defineConfig({
  test: {
    include: ["test/chaos/**/*.test.ts"],
    globalSetup: ["test/support/build.ts", "test/support/global-postgres.ts"],
    testTimeout: 600_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    maxConcurrency: 4,
    bail: 3,
  },
});

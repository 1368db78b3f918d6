import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/chaos/**", "test/servers/**", "test/spreadsheet/**"],
    globalSetup: ["test/support/build.ts", "test/support/global-postgres.ts"],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: 3,
  },
});

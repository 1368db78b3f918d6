import { defineConfig } from "vitest/config";

/** What needs a spreadsheet program (LibreOffice), which is too large to ask of every machine. */
export default defineConfig({
  test: {
    include: ["test/spreadsheet/**/*.test.ts"],
    globalSetup: ["test/support/build.ts", "test/support/global-postgres.ts"],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
  },
});

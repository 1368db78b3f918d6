import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EXAMPLE_SPECS, withCli } from "../support/test-cli.ts";

const PAID = [["run", EXAMPLE_SPECS, "--yes"], ["resume"], ["worker"]];

describe("a file .env", () => {
  it.each(PAID)(
    "with a name that is nearly one of ours stops `%s` before anything is bought",
    async (...args) => {
      await withCli({}, async ({ sourcing, simulator, folder }) => {
        await writeFile(join(folder, ".env"), "DAILY_CREDITS_LIMIT=25\n");
        const { code, stderr } = await sourcing(args);
        expect({ code, charged: simulator.charged() }).toEqual({ code: 2, charged: 0 });
        expect(stderr).toContain(
          "DAILY_CREDITS_LIMIT is set, and nothing reads it: did you mean DAILY_CREDIT_LIMIT?",
        );
        expect(stderr).not.toContain("25");
      });
    },
  );

  it("with such a name is a finding of the doctor, and stops nothing that spends nothing", async () => {
    await withCli({}, async ({ sourcing, folder }) => {
      await writeFile(join(folder, ".env"), "DAILY_CREDITS_LIMIT=25\nDATABASE_USER=other\n");
      const { code, stdout } = await sourcing(["doctor"]);
      expect(code).toBe(1);
      expect(stdout).toContain("FAIL DAILY_CREDITS_LIMIT is set, and nothing reads it");
      expect(stdout).not.toContain("DATABASE_USER");
      expect((await sourcing(["status"])).code).toBe(0);
    });
  });

  it("in UTF-16 limits what is bought", async () => {
    await withCli({}, async ({ sourcing, simulator, folder }) => {
      await writeFile(join(folder, ".env"), "\uFEFFMONTHLY_CREDIT_LIMIT=10\r\n", "utf16le");
      const { code } = await sourcing(["run", EXAMPLE_SPECS, "--yes"]);
      expect({ code, charged: simulator.charged() }).toEqual({ code: 5, charged: 0 });
    });
  });
});

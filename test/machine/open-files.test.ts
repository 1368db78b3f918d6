import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { writeFourSpecs } from "../support/four-specs.ts";
import { withCli } from "../support/test-cli.ts";

const PROGRAM = join(import.meta.dirname, "../../dist/src/cli/main.js");
const shell = promisify(execFile);

describe.skipIf(!existsSync("/proc/self/limits"))("a limit of open files", () => {
  it.each([
    { most: 256, answer: { code: 0 } },
    {
      most: 255,
      answer: { code: 2, stderr: expect.stringContaining("may open 255 files, and 256 are needed") },
    },
    {
      most: 60,
      answer: { code: 2, stderr: expect.stringContaining("may open 60 files, and 256 are needed") },
    },
  ])("of $most is enough, or refused with the number", { timeout: 120_000 }, async ({ most, answer }) => {
    await withCli({ people: 1_000 }, async (cli) => {
      const specs = await writeFourSpecs(cli);
      const script = `ulimit -n ${most}; exec "${process.execPath}" "${PROGRAM}" run "${specs}" --yes --max-pages 1`;
      const ran = await shell("bash", ["-c", script], {
        cwd: cli.folder,
        env: { ...cli.environment, DATABASE_URL: "", SOURCING_HOME: join(cli.folder, "home") },
      }).then(
        ({ stderr }) => ({ code: 0, stderr }),
        ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
      );
      expect(ran).toMatchObject(answer);
    });
  });
});

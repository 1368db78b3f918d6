import { truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { withCli } from "../support/test-cli.ts";

it("a file of 1 GB is refused by its size, and one without a size once it has shown to be too large", async () => {
  await withCli({}, async (cli) => {
    const file = join(cli.folder, "large.csv");
    await writeFile(file, "spec,job_title\n");
    await truncate(file, 1_073_741_824);
    for (const [name, found] of [
      [file, "found a file of 1024 MB"],
      ["/dev/zero", "found a file of 65 MB"],
    ] as const) {
      const { code, stderr } = await cli.sourcing(["run", name]);
      expect(code).toBe(2);
      expect(stderr).toContain(`${found}; expected at most 64 MB`);
    }
    expect(cli.simulator.requests).toEqual([]);
  });
});

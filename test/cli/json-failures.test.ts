import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { failureJson } from "../../src/cli/json/json-outputs.ts";
import { withCli } from "../support/test-cli.ts";

/** Reads stdout as one line with one object that says why there is no result. */
function failureOf({ stdout }: { stdout: string }) {
  expect(stdout.trimEnd().split("\n")).toHaveLength(1);
  return failureJson.parse(JSON.parse(stdout)).error;
}

const COMMANDS: readonly (readonly string[])[] = [
  ["plan", "--all"],
  ["run", "--all", "--budget", "50"],
  ["resume"],
  ["runs"],
  ["runs", "1"],
  ["schedule", "list"],
  ["schedule", "run-now", "nightly"],
  ["specs", "list"],
  ["credits"],
  ["credits", "prices"],
  ["exports"],
  ["person", "jane"],
  ["retention"],
  ["reparse"],
  ["audit"],
  ["db", "dump", "none.dump"],
  ["db", "copy", "--to", "postgres://nobody:secret@127.0.0.1:9/other"],
  ["schedule", "run-now", "nightly", "--detach"],
  ["resume", "1"],
  ["plan", "--specs", "a", "--probe"],
];

describe("a command with --json that has no result", () => {
  it.each(COMMANDS)(
    "prints one object where the database is away (%s)",
    async (...args: readonly string[]) => {
      await withCli({}, async ({ start }) => {
        const away = { DATABASE_URL: "postgres://nobody:secret@127.0.0.1:9/none" };
        const ended = await start([...args, "--json"], away).ended;
        expect(ended.code).toBe(1);
        expect(failureOf(ended)).toMatchObject({ code: "store_unavailable" });
        expect(ended.stdout).not.toContain("secret");
      });
    },
  );

  it("prints one object for each wrong use, and what to do next", async () => {
    await withCli({}, async ({ start, folder }) => {
      const bad = join(folder, "bad.csv");
      await writeFile(bad, "spec,job_title,unknown_column\na,CTO,x\n");
      const uses: [string[], number, string][] = [
        [["run", "--json", "--no-such-option"], 2, "usage_error"],
        [["no-such-command", "--json"], 2, "usage_error"],
        [["schedule", "run-now", "--json"], 2, "usage_error"],
        [["run", "--all", "--budget", "many", "--json"], 2, "usage_error"],
        [["run", "no-such-file.csv", "--json"], 2, "usage_error"],
        [["run", bad, "--json", "--budget", "50"], 2, "usage_error"],
        [["runs", "77", "--json"], 2, "usage_error"],
        [["schedule", "run-now", "nightly", "--json"], 2, "usage_error"],
        [["resume", "--json"], 0, "nothing_to_resume"],
        [["person", "", "--json"], 2, "usage_error"],
        [["--json"], 2, "usage_error"],
        [["specs", "--json"], 2, "usage_error"],
        [["specs", "check", "no-such-file.csv", "--json"], 2, "usage_error"],
        [["specs", "list", "too", "many", "--json"], 2, "usage_error"],
        [["credits", "--by", "week", "--json"], 2, "usage_error"],
        [["credits", "prices", "--forget", "none", "--json"], 2, "usage_error"],
        [["audit", "--limit", "many", "--json"], 2, "usage_error"],
        [["retention", "--dry-run", "--scrub", "--json"], 2, "usage_error"],
        [["plan", "--specs", "none", "--json"], 2, "usage_error"],
        [["db", "copy", "--json"], 2, "usage_error"],
        [["db", "copy", "--to", "nowhere", "--json"], 2, "usage_error"],
        [["db", "dump", "--json"], 2, "usage_error"],
        [["db", "dump", "no/such/folder/x.dump", "--json"], 2, "usage_error"],
        [["db", "restore", "no-such.dump", "--json"], 2, "usage_error"],
        [["db", "restore", bad, "--json"], 2, "usage_error"],
        [["runs", "last", "--json"], 2, "usage_error"],
        [["schedule", "list", "--no-such", "--json"], 2, "usage_error"],
      ];
      for (const [args, code, word] of uses) {
        const ended = await start(args).ended;
        expect({ args, code: ended.code }).toEqual({ args, code });
        expect({ args, word: failureOf(ended).code }).toEqual({ args, word });
      }
      const keyless = await start(["run", "--all", "--json"], { LEONAR_API_KEY: "" }).ended;
      expect(keyless.code).toBe(4);
      expect(failureOf(keyless)).toMatchObject({ code: "key_missing" });
    });
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("prints one object when %s ends it", async (signal, code) => {
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const address = silent.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const connected = once(silent, "connection");
    try {
      await withCli({}, async ({ start }) => {
        const command = start(["credits", "--json"], { DATABASE_URL: `postgres://a:b@127.0.0.1:${port}/c` });
        await connected;
        command.child.kill(signal);
        const ended = await command.ended;
        expect(ended.code).toBe(code);
        expect(failureOf(ended)).toMatchObject({ code: "interrupted" });
      });
    } finally {
      silent.close();
    }
  });

  it("prints the result and nothing else where Ctrl-C finds a run at work", async () => {
    await withCli({ latencyMs: 50 }, async ({ start, folder, simulator }) => {
      const file = join(folder, "specs.csv");
      await writeFile(file, 'spec,job_title,location\nparis,Product Manager,"Paris, France"\n');
      const run = start(["run", file, "--json", "--budget", "5000"]);
      await vi.waitUntil(() => simulator.requests.length > 0, { timeout: 30_000 });
      run.child.kill("SIGINT");
      const ended = await run.ended;
      expect(ended.code).toBe(130);
      expect(JSON.parse(ended.stdout)).toMatchObject({ runId: 1, status: "interrupted" });
    });
  });
});

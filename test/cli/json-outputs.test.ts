import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { creditsJson, pricesJson } from "../../src/cli/json/credit-json.ts";
import { JSON_OUTPUTS } from "../../src/cli/json/json-outputs.ts";
import {
  accessJson,
  auditJson,
  exportsJson,
  matchesJson,
  overdueJson,
  personJson,
  reparseJson,
  retentionJson,
} from "../../src/cli/json/people-json.ts";
import { detachedRunJson, planJson, runJson, runsJson, schedulesJson } from "../../src/cli/json/run-json.ts";
import { checkJson, specJson, specsJson } from "../../src/cli/json/spec-json.ts";
import { schemaJson } from "../../src/cli/json/store-json.ts";
import { makeProgram } from "../../src/cli/program.ts";
import { type TestCli, withCli } from "../support/test-cli.ts";

/** Commands with `--json`, by their full names. */
function commandsWithJson(command: Command, path: readonly string[] = []): string[] {
  const own = command.options.some(({ long }) => long === "--json") ? [path.join(" ")] : [];
  return [...own, ...command.commands.flatMap((child) => commandsWithJson(child, [...path, child.name()]))];
}

const SHEET =
  'spec,job_title,location,max_pages,nightly,budget_credits\nparis,Product Manager,"Paris, France",1,yes,100\n';
const CRON = ["--cron", "0 2 * * *", "--tz", "Europe/Paris", "--all", "--budget", "100"];

/** Each command in turn, with the schema of what it prints; later ones see what earlier ones did. */
const STEPS: readonly (readonly [readonly string[], z.ZodType])[] = [
  [["specs", "check", "specs.csv", "--json"], checkJson],
  [["specs", "check", "bad.csv", "--json"], checkJson],
  [["plan", "specs.csv", "--json"], planJson],
  [["runs", "--json"], runsJson],
  [["credits", "--json"], creditsJson],
  [["credits", "prices", "--json"], pricesJson],
  [["schema", "--json"], schemaJson],
  [["schema", "candidates", "--json"], schemaJson],
  [["exports", "--json"], exportsJson],
  [["schedule", "list", "--json"], schedulesJson],
  [["person", "somebody", "--json"], matchesJson],
  [["retention", "--dry-run", "--json"], overdueJson],
  [["run", "specs.csv", "--budget", "100", "--json"], runJson],
  [["plan", "--all", "--json"], planJson],
  [["plan", "--all", "--restart", "--json"], planJson],
  [["schedule", "run-now", "nightly", "--json"], runJson],
  [["schedule", "run-now", "nightly", "--detach", "--json"], detachedRunJson],
  [["run", "--all", "--restart", "--budget", "100", "--detach", "--json"], detachedRunJson],
  [["resume", "2", "--json"], runJson],
  [["runs", "--json"], runsJson],
  [["runs", "1", "--json"], runJson],
  [["specs", "list", "--json"], specsJson],
  [["specs", "show", "paris"], specJson],
  [["credits", "--json"], creditsJson],
  [["credits", "--by", "day", "--json"], creditsJson],
  [["credits", "--suspense", "--json"], creditsJson],
  [["credits", "prices", "--json"], pricesJson],
  [["schedule", "list", "--json"], schedulesJson],
  [["exports", "--json"], exportsJson],
  [["person", "a", "--json"], matchesJson],
  [["person", "ID", "--json"], personJson],
  [["person", "ID", "--export"], accessJson],
  [["audit", "--json"], auditJson],
  [["retention", "--json"], retentionJson],
  [["retention", "--dry-run", "--json"], overdueJson],
  [["reparse", "--json"], reparseJson],
];

async function prepare({ folder, sourcing }: TestCli): Promise<void> {
  await writeFile(join(folder, "specs.csv"), SHEET);
  await writeFile(join(folder, "bad.csv"), "spec,job_title,max_pages\nparis,,-1\n");
  expect(await sourcing(["schedule", "set", "nightly", ...CRON])).toMatchObject({ code: 0 });
}

describe("what --json prints", () => {
  it("is read by the schema of the command, before anything was bought and after", async () => {
    await withCli({}, async (cli) => {
      await prepare(cli);
      for (const [words, schema] of STEPS) {
        if (words.includes("exports") && words !== STEPS[8]?.[0])
          await cli.sourcing(["export", "--for", "jsonl"]);
        const { rows } = await cli.database.db.pool.query("select min(profile_id) as id from profiles");
        const ended = await cli.sourcing(words.map((word) => (word === "ID" ? rows[0].id : word)));
        const read = schema.safeParse(JSON.parse(ended.stdout));
        expect({ words, problems: read.error?.issues ?? [] }).toEqual({ words, problems: [] });
      }
    });
  });

  it("is documented for every command that has the option, and for no other", () => {
    const documented = JSON_OUTPUTS.flatMap(({ commands }) => commands)
      .filter((command) => command.includes("--json"))
      .map((command) => command.replace(/ (?:[A-Z-]|--).*$/, ""));
    expect([...new Set(documented)].sort()).toEqual(commandsWithJson(makeProgram()).sort());
  });
});

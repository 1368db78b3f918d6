import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { makeProgram } from "../../src/cli/program.ts";
import { EXAMPLE_SPECS, withCli } from "../support/test-cli.ts";

/** A dozen commands, each a process of its own. */
const SLOW = { timeout: 180_000 };

describe("sourcing schema", () => {
  it("lists views, tables and functions, and the columns of one with what they hold", SLOW, async () => {
    await withCli({}, async ({ sourcing }) => {
      const all = await sourcing(["schema"]);
      expect(all).toMatchObject({ code: 0, stderr: "" });
      expect(all.stdout).toMatch(/^Views:\n.* {2}candidates +One flat row per person.*Tables.*Functions:\n/s);
      expect(all.stdout).not.toMatch(/^ {2}contacts /m);
      const one = await sourcing(["schema", "Candidates"]);
      expect(one.stdout).toMatch(
        /^ {2}candidates \(view\) +One flat row .*\n {2}profile_id +text +The API's id/,
      );
      expect((await sourcing(["schema", "fold_list"])).stdout).toMatch(
        /^ {2}fold_list\(value text\) → text\[\] +The parts/,
      );
      const json = JSON.parse((await sourcing(["schema", "runs", "--json"])).stdout);
      expect(json).toMatchObject({ relations: [{ name: "runs", kind: "table" }], functions: [] });
      expect(await sourcing(["schema", "candidate"])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("did you mean candidates"),
      });
      expect((await sourcing(["schema", "--contacts"])).stdout).toMatch(/^ {2}contacts /m);
    });
  });
});

describe("a slip of the pen", () => {
  it("is answered with what was most likely meant", SLOW, async () => {
    await withCli({}, async ({ sourcing }) => {
      await sourcing(["specs", "import", EXAMPLE_SPECS]);
      const slips: readonly (readonly [readonly string[], string])[] = [
        [["query", "new-this-weak"], "did you mean new-this-week?"],
        [["query", "title-place-skills", "--titel", "x"], "did you mean --title?"],
        [["query", "select full_nam from candidates"], "did you mean full_name?"],
        [["query", "select * from candidate"], "did you mean candidates"],
        [["specs", "show", "paris-vp"], "paris-vp (did you mean paris-vp-product?)"],
        [["specs", "disable", "paris-vp-prodcut"], "did you mean paris-vp-product?"],
        [["plan", "--specs", "paris_vp_product"], "did you mean paris-vp-product?"],
        [["runs", "lats"], "did you mean last?"],
        [["runs", "12"], "there is no run 12, and none at all yet"],
        [["schedule", "remove", "nigthly"], "there is no schedule nigthly;"],
        [["shcema"], "Did you mean schema?"],
        [["runs", "--jsno"], "Did you mean --json?"],
      ];
      for (const [words, said] of slips)
        expect({ words, ...(await sourcing(words)) }).toMatchObject({
          words,
          code: 2,
          stdout: "",
          stderr: expect.stringContaining(said),
        });
    });
  });
});

const OWN = `-- Rows up to a number.
-- :most integer = 3  how many
select n, 'at 12:30 :most' as label from generate_series(1, :most) n
`;

describe("queries of one's own", () => {
  it("are run, listed and explained as those that ship, and saved by a command", SLOW, async () => {
    await withCli({}, async ({ sourcing, folder }) => {
      const run = (...words: string[]) => sourcing(words);
      await mkdir(join(folder, "queries"), { mode: 0o700 });
      await writeFile(join(folder, "queries", "top-3.sql"), OWN, { mode: 0o600 });
      expect((await run("query", "top-3", "--most", "2", "--format", "csv")).stdout).toBe(
        "n,label\n1,at 12:30 :most\n2,at 12:30 :most\n",
      );
      expect((await run("query", "top-3", "--help")).stdout).toMatch(
        /^top-3: Rows up to a number\.\n {2}--most/,
      );
      expect((await run("queries")).stdout).toMatch(/Your own, in queries\/:\n\ntop-3: Rows/);
      expect((await run("export", "--query", "top-3")).stderr).toContain("a query of your own");
      expect(await run("queries", "save", "one", "select 1 as one", "--about", "One.")).toMatchObject({
        code: 0,
      });
      expect((await run("query", "one", "-x")).stdout).toMatch(/^─ row 1 ─+\none │ 1\n1 row\n$/);
      expect(await run("queries", "save", "one", "select 2")).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("--force"),
      });
      expect((await run("queries", "save", "stale", "select 2")).stderr).toContain("take another name");
      expect((await run("queries", "save", "../x", "select 2")).stderr).toContain("small letters");
      expect((await run("queries", "save", "bad", "select :days")).stderr).toContain("does not name :days");
      await writeFile(join(folder, "queries", "bare.sql"), "select 1", { mode: 0o600 });
      expect((await run("query", "bare")).stderr).toContain("its first line says what it answers");
    });
  });

  it("are not read where other users of the machine may write them", SLOW, async () => {
    await withCli({}, async ({ sourcing, folder }) => {
      const file = join(folder, "queries", "mine.sql");
      await mkdir(join(folder, "queries"), { mode: 0o700 });
      await writeFile(file, "-- Mine.\nselect 1 as one");
      await chmod(file, 0o666);
      expect((await sourcing(["query", "mine"])).stderr).toContain("may be written by others");
      await chmod(file, 0o600);
      await chmod(join(folder, "queries"), 0o777);
      for (const words of [
        ["query", "mine"],
        ["queries", "save", "other", "select 1"],
      ])
        expect(await sourcing(words)).toMatchObject({
          code: 2,
          stderr: expect.stringContaining("may be written by others"),
        });
      await chmod(join(folder, "queries"), 0o700);
      expect((await sourcing(["query", "mine"])).code).toBe(0);
    });
  });
});

it("every option takes the default that its help shows", () => {
  const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];
  const options = all(makeProgram()).flatMap((command) => command.options);
  const shown = options.filter(
    (option) => option.parseArg !== undefined && typeof option.defaultValue === "number",
  );
  expect(shown.length).toBeGreaterThan(3);
  for (const option of shown) {
    const text = option.defaultValueDescription ?? String(option.defaultValue);
    expect({ flags: option.flags, value: option.parseArg?.(text, undefined) }).toEqual({
      flags: option.flags,
      value: option.defaultValue,
    });
  }
});

describe("the help of every command", () => {
  it("is printed by `query --help` too, which has a help of its own", async () => {
    await withCli({}, async ({ sourcing }) => {
      const help = await sourcing(["query", "--help"]);
      expect(help).toMatchObject({ code: 0, stderr: "" });
      expect(help.stdout).toMatch(/^Usage: sourcing query .*\n {2}sourcing query "select [^\n]*-x\n$/s);
    });
  });

  const leaves = (command: Command, path: readonly string[] = []): (readonly [string, Command])[] => [
    ...(command.commands.length === 0 ? [[path.join(" "), command] as const] : []),
    ...command.commands.flatMap((child) => leaves(child, [...path, child.name()])),
  ];

  it.each(leaves(makeProgram()))("ends with examples of options that it has: %s", (path, command) => {
    let help = "";
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    const [, examples = ""] = help.split("\nExamples:\n");
    const lines = examples.split("\n").filter((line) => line.includes(`sourcing ${path}`));
    expect(lines.length).toBeGreaterThan(0);
    const known = command.options.flatMap(({ short, long }) => [short, long]);
    const own = lines.map((line) => line.slice(line.indexOf(`sourcing ${path}`)).replace(/ [|>].*/, ""));
    for (const option of own.join(" ").match(/(?<=\s)--?[a-z][a-z-]*/g) ?? [])
      expect(known).toContain(option);
  });
});

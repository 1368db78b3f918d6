import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { describeJson } from "../scripts/describe-json.ts";
import { describeSchema } from "../scripts/describe-schema.ts";
import { describeStates } from "../scripts/describe-states.ts";
import { openDatabase } from "../src/database/open-database.ts";
import { STOP_REASONS, walkExitCodeAfter } from "../src/runs/stop-reason.ts";
import { type Entity, TRANSITIONS, type Transition } from "../src/runs/transitions.ts";
import { openTestDatabase } from "./support/test-database.ts";

const read = (name: string) => readFileSync(new URL(`../docs/${name}`, import.meta.url), "utf8");
const errors = read("errors.md");
const alerts = read("alerts.yml");
/** Files that the guides tell users to make. */
const MADE_BY_USERS = new Set([".env"]);

describe("docs/errors.md", () => {
  it.each(STOP_REASONS)("says what to do about %s", (reason) => {
    expect(errors).toContain(`\`${reason}\``);
  });

  it.each(STOP_REASONS)("says what a command exits with after %s", (reason) => {
    const row = errors.split("\n").find((line) => line.split("|")[1]?.includes(`\`${reason}\``));
    expect(Number(row?.split("|")[2])).toBe(walkExitCodeAfter(reason));
  });

  it("says what to do about every alert, and about no other", () => {
    const named = [...alerts.matchAll(/alert: (\w+)/g)].map(([, name]) => name);
    const explained = [...errors.matchAll(/^\| (Sourcing\w+) +\|/gm)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(5);
    expect(explained.sort()).toEqual(named.sort());
  });
});

describe("docs/fault-matrix.md", () => {
  const rows = read("fault-matrix.md")
    .split("\n")
    .filter((line) => /^\| +\d/.test(line));
  const named = rows.map((row) => [...row.matchAll(/`(test\/[^`]+)` “([^”]+)”/g)]);

  it("has each fault once, those of the first version all, and a test that plays it", () => {
    const numbers = rows.map((row) => Number(row.split("|")[1]));
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(numbers.slice(0, 36)).toEqual(Array.from({ length: 36 }, (_, at) => at + 1));
    expect(rows.filter((_, at) => named[at]?.length === 0)).toEqual([]);
  });

  it("names tests that are there", () => {
    const missing = named.flat().filter(([, file = "", name = ""]) => {
      const url = new URL(`../${file}`, import.meta.url);
      return !existsSync(url) || !readFileSync(url, "utf8").includes(name);
    });
    expect(missing.map(([words]) => words)).toEqual([]);
  });
});

/** A path of this repository, as documents write it: in backticks, from the top level; a folder ends with a slash. */
const PATH =
  /`((?:src|jobs|test|migrations|docs|bench|scripts|examples)\/[^`\s*…]*|[\w.-]+\.(?:md|json|ya?ml|ts)|\.[a-z]+(?:\.[a-z]+|\/[a-z]+)?)`/g;
const decisions = readdirSync(new URL("../docs/adr", import.meta.url)).map((name) => `docs/adr/${name}`);
const guides = ["README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/glossary.md"];

describe("the guides and the decisions", () => {
  it.each([...guides, ...decisions])("name only paths that exist: %s", (name) => {
    const text = readFileSync(new URL(`../${name}`, import.meta.url), "utf8");
    const paths = [...text.matchAll(PATH)].map(([, path = ""]) => path);
    if (guides.includes(name)) expect(paths.length).toBeGreaterThan(3);
    // A path such as `schema.md` is one of the same folder.
    const isThere = (path: string) =>
      MADE_BY_USERS.has(path) ||
      existsSync(new URL(`../${path}`, import.meta.url)) ||
      existsSync(new URL(path, new URL(`../${name}`, import.meta.url)));
    expect(paths.filter((path) => !isThere(path))).toEqual([]);
  });

  it("show the imports between rooms that test/architecture.test.ts allows", () => {
    const rules = readFileSync(new URL("architecture.test.ts", import.meta.url), "utf8");
    const [, table = ""] = /const MAY_IMPORT[^=]*= \{(.*?)\n\};/s.exec(rules) ?? [];
    const allowed = [...table.matchAll(/^ {2}(\w+): \[(.*?)\]/gms)].map(([, room, rooms = ""]) => [
      room,
      [...rooms.matchAll(/"([^"]+)"/g)].map(([, below]) => below),
    ]);
    const [, shown = ""] = /## Who may import whom(.*?)\n## /s.exec(read("architecture.md")) ?? [];
    const rows = [...shown.matchAll(/^\| `(\w+)` +\| (.*?) +\|$/gm)].map(([, room, rooms = ""]) => [
      room,
      [...rooms.matchAll(/`([^`]+)`/g)].map(([, below]) => below),
    ]);
    expect(allowed.length).toBeGreaterThan(10);
    expect(rows).toEqual(allowed);
  });
});

describe("docs/alerts.yml", () => {
  it("asks for no metric that a worker does not have", () => {
    const source = readFileSync(new URL("../src/operations/metrics.ts", import.meta.url), "utf8");
    const asked = [...alerts.matchAll(/\bsourcing_(\w+)/g)].map(([, name = ""]) => name);
    expect(asked.length).toBeGreaterThan(5);
    for (const name of asked) expect(source).toMatch(new RegExp(`"(?:sourcing_)?${name}"`));
  });
});

describe("docs/dashboard.json", () => {
  it("shows every metric of a worker, and no other", () => {
    const source = readFileSync(new URL("../src/operations/metrics.ts", import.meta.url), "utf8");
    const gauges = [...source.matchAll(/gauge\(\s*"(\w+)"/g)].map(([, name]) => `sourcing_${name}`);
    const others = [...source.matchAll(/"(sourcing_\w+)"/g)].map(([, name]) => name);
    const { panels } = dashboardSchema.parse(JSON.parse(read("dashboard.json")));
    const shown = panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => expr.match(/\bsourcing_\w+/g) ?? []),
    );
    const names = shown.map((name) => name.replace(/(duration_seconds)_bucket$/, "$1"));
    expect([...new Set(names)].sort()).toEqual([...new Set([...gauges, ...others])].sort());
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });
});

const dashboardSchema = z.object({
  panels: z.array(z.object({ id: z.number(), targets: z.array(z.object({ expr: z.string() })).min(1) })),
});

describe("docs/states.md", () => {
  it("is what src/runs/transitions.ts says; `npm run docs:states` writes it", () => {
    expect(read("states.md")).toBe(describeStates());
  });

  it.each<[Entity, string]>([
    ["run", "runs"],
    ["walk", "walks"],
    ["pass", "passes"],
    ["call", "calls"],
  ])("names every file whose SQL sets the status of a %s, and no other", (entity, table) => {
    const sets = new RegExp(
      `\\binsert into ${table} \\(|\\bupdate ${table} set (?:(?!\\b(?:where|from)\\b)[^\`])*?\\bstatus = `,
    );
    const sources = ["src", "jobs"].flatMap((folder) =>
      readdirSync(new URL(`../${folder}`, import.meta.url), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => `${folder}/${name}`),
    );
    const found = sources.filter((name) =>
      sets.test(readFileSync(new URL(`../${name}`, import.meta.url), "utf8")),
    );
    const transitions: readonly Transition<Entity>[] = TRANSITIONS[entity];
    expect([...new Set(transitions.map(({ file }) => file))].sort()).toEqual(found.sort());
  });
});

it("docs/json.md is what the schemas say of --json; `npm run docs:json` writes it", () => {
  expect(read("json.md")).toBe(describeJson());
});

describe("docs/schema.md", () => {
  it("is what the database says of itself; `npm run docs:schema` writes it", async () => {
    const { db, close } = await openTestDatabase(inject("postgresUrl"));
    const described = await describeSchema(db.pool);
    await close();
    expect(read("schema.md")).toBe(described);
  });

  it("has a recipe for a user who reads every view and no table", async () => {
    const database = await openTestDatabase(inject("postgresUrl"));
    const { pathname } = new URL(database.url);
    const role = `reports_${pathname.slice(-8)}`;
    const [, recipe = ""] = /```sql\n(create role[^`]*)```/.exec(read("schema.md")) ?? [];
    const statements = recipe
      .replaceAll("reports", role)
      .replace("database sourcing", `database ${pathname.slice(1)}`)
      .replace("'…'", "'pw'");
    await database.db.pool.query(statements);
    const url = new URL(database.url);
    url.username = role;
    url.password = "pw";
    const reports = openDatabase({ url: url.href, connections: 1, applicationName: "test" });
    const { rows } = await database.db.pool.query(
      "select relname, relkind from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')",
    );
    for (const { relname, relkind } of rows) {
      const asked = reports.pool.query(`select * from ${relname} limit 1`);
      if (relkind === "v") await asked;
      else await expect(asked).rejects.toThrow("permission denied");
    }
    await reports.close();
    await database.db.pool.query(`drop owned by ${role}`);
    await database.db.pool.query(`drop role ${role}`);
    await database.close();
  });
});

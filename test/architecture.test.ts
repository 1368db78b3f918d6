import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const MAX_FILES_IN_FOLDER = 20;
const MAX_LINES = 250;

interface Source {
  /** Path from the top level. */
  readonly path: string;
  readonly text: string;
  /** Our own files that it imports, as paths from the top level. */
  readonly files: readonly string[];
  /** Packages and Node's own modules that it imports. */
  readonly packages: readonly string[];
}

/** The rooms that each room may import besides itself. docs/architecture.md explains the same table. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  values: [],
  machine: ["values"],
  queue: ["values"],
  database: ["values", "machine", "queue"],
  specs: ["values", "database"],
  credits: ["values", "database", "specs"],
  people: ["values", "database", "specs", "credits"],
  leonar: ["values", "specs", "people"],
  runs: ["values", "database", "specs", "credits", "people", "leonar"],
  exports: ["values", "database", "people", "runs"],
  privacy: ["values", "database", "people", "leonar", "runs"],
  query: ["values", "machine", "database"],
  operations: ["values", "machine", "database", "credits", "leonar", "runs"],
  // The simulator is written from the reference page of the API, not from our client.
  simulator: [],
  composition: [
    "values",
    "machine",
    "queue",
    "database",
    "specs",
    "credits",
    "people",
    "leonar",
    "runs",
    "exports",
    "privacy",
    "query",
    "operations",
    "jobs",
  ],
  jobs: ["values", "queue", "specs", "credits", "runs"],
  // Pages call use cases, and reach the database through composition.
  http: [
    "values",
    "machine",
    "specs",
    "credits",
    "people",
    "runs",
    "exports",
    "privacy",
    "query",
    "operations",
    "composition",
    "jobs",
  ],
  // `query`, `db` and `doctor` reach the database through composition; of its rules they know roles and copies.
  cli: [
    "values",
    "machine",
    "database/roles",
    "database/copy",
    "specs",
    "credits",
    "people",
    "runs",
    "exports",
    "privacy",
    "query",
    "operations",
    "simulator",
    "composition",
    "http",
    "jobs",
  ],
};

/** Rooms that may use drivers, the file system, clocks and randomness. Elsewhere only `store` folders may. */
const OUTER_ROOMS = new Set([
  "machine",
  "database",
  "queue",
  "leonar",
  "operations",
  "composition",
  "http",
  "cli",
  "simulator",
]);

/** Packages that pure files may use: they compute and touch nothing outside the process. */
const PURE_PACKAGES = new Set([
  "zod",
  "p-limit",
  "p-retry",
  "papaparse",
  "fastest-levenshtein",
  "node:crypto",
  "node:zlib",
  "node:url",
  "fflate",
  "saxes",
  "node:path",
]);

/** Packages that are bundled into the scripts of browsers. */
const BROWSER_PACKAGES = /^(?:@codemirror\/|@lezer\/|uplot$)/;

/** Reading the wall clock, waiting and drawing random numbers; a date that is given is no clock. */
const CLOCK_OR_RANDOMNESS =
  /\bDate\.now\(|new Date\(\)|\bMath\.random\(|\brandom(?:UUID|Bytes|Int)\(|\bsetTimeout\(|\bsetInterval\(|\bperformance\.now\(/;

/** The same thing seen by a command and by the job or room that does it. */
const MAY_SHARE_A_NAME = ["src/cli/", "src/http/pages/", "jobs/"];

function listFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
}

function readSource(path: string): Source {
  const text = readFileSync(join(ROOT, path), "utf8");
  const found = [
    ...text.matchAll(
      /^(?:import|export)\b[^;]*?from "([^"]+)";|^import "([^"]+)";|\bawait import\("([^"]+)"\)/gm,
    ),
  ];
  const names = found.flatMap(([, from, bare, lazy]) => from ?? bare ?? lazy ?? []);
  const own = names.filter((name) => name.startsWith("."));
  return {
    path,
    text,
    files: own.map((name) => relative(ROOT, resolve(ROOT, dirname(path), name))),
    packages: names.filter((name) => !name.startsWith(".")),
  };
}

const sources = [...listFiles("src"), ...listFiles("jobs")].map(readSource);

function roomOf(path: string): string {
  const [top = "", room = ""] = path.split("/");
  return top === "src" ? room : top;
}

function mayImport(importer: string, file: string): boolean {
  const [from, to] = [roomOf(importer), roomOf(file)];
  if (from === to) return true;
  const allowed = MAY_IMPORT[from];
  if (allowed === undefined) throw new Error(`no rule for ${importer}`);
  return allowed.some((place) => place === to || file.startsWith(`src/${place}/`));
}

/** The files of the first cycle found, or none. */
function findCycle(): string[] {
  const imports = new Map(sources.map((source) => [source.path, source.files]));
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string[] => {
    const at = trail.indexOf(path);
    if (at !== -1) return [...trail.slice(at), path];
    if (done.has(path)) return [];
    done.add(path);
    for (const next of imports.get(path) ?? []) {
      const cycle = visit(next, [...trail, path]);
      if (cycle.length > 0) return cycle;
    }
    return [];
  };
  for (const { path } of sources) {
    const cycle = visit(path, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

/** All paths, grouped by their file name or their folder. */
function groupPaths(keyOf: (path: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { path } of sources) groups.set(keyOf(path), [...(groups.get(keyOf(path)) ?? []), path]);
  return groups;
}

const isPure = ({ path }: Source) => !OUTER_ROOMS.has(roomOf(path)) && !path.includes("/store/");

describe("the architecture", () => {
  it("lets a room import only the rooms below it", () => {
    const wrong = sources.flatMap(({ path, files }) =>
      files.filter((file) => !mayImport(path, file)).map((file) => `${path} imports ${file}`),
    );
    expect(wrong).toEqual([]);
  });

  it("lets scripts of browsers import only each other", () => {
    const isBrowser = (path: string) => path.startsWith("src/http/browser/");
    const wrong = sources.flatMap(({ path, files, packages }) =>
      [...files, ...packages]
        .filter((file) => isBrowser(path) !== isBrowser(file) && (isBrowser(path) || isBrowser(file)))
        .filter((file) => !BROWSER_PACKAGES.test(file))
        .map((file) => `${path} imports ${file}`),
    );
    expect(wrong).toEqual([]);
  });

  it("keeps drivers, the file system, clocks and randomness out of the rules", () => {
    const wrong = sources
      .filter(isPure)
      .flatMap(({ path, text, packages }) => [
        ...packages.filter((name) => !PURE_PACKAGES.has(name)).map((name) => `${path} uses ${name}`),
        ...(CLOCK_OR_RANDOMNESS.test(text) ? [`${path} uses a clock or randomness`] : []),
      ]);
    expect(wrong).toEqual([]);
  });

  it("lets the rules of a room import no store, of their own room or another", () => {
    const wrong = sources
      .filter(isPure)
      .filter(({ path }) => roomOf(path) !== "jobs")
      .flatMap(({ path, files }) =>
        files.filter((file) => file.includes("/store/")).map((file) => `${path} imports ${file}`),
      );
    expect(wrong).toEqual([]);
  });

  it("has no import cycles, between files or between rooms", () => {
    expect(findCycle()).toEqual([]);
    const order = Object.keys(MAY_IMPORT);
    const upward = Object.entries(MAY_IMPORT).flatMap(([room, below]) =>
      below
        .filter(
          (place) => place !== "jobs" && order.indexOf(place.split("/")[0] ?? "") >= order.indexOf(room),
        )
        .map((place) => `${room} may import ${place}`),
    );
    expect(upward).toEqual([]);
  });

  it("has no barrel files and no drawers for odds and ends", () => {
    const isBarrel = ({ path, text }: Source) =>
      basename(path) === "index.ts" ||
      text.split("\n").every((line) => line === "" || /^export .* from /.test(line));
    const isDrawer = ({ path }: Source) => /(?:^|[/-])(?:utils?|helpers?|common|misc)(?:[/.-]|$)/.test(path);
    expect(sources.filter((source) => isBarrel(source) || isDrawer(source)).map(({ path }) => path)).toEqual(
      [],
    );
  });

  it("keeps files short and named in kebab case", () => {
    const wrong = sources.filter(
      ({ path, text }) =>
        text.trimEnd().split("\n").length > MAX_LINES ||
        !/^[a-z0-9]+(?:-[a-z0-9]+)*\.ts$/.test(basename(path)),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("gives no two files one name, but for a command and its job", () => {
    const byName = groupPaths(basename);
    const wrong = [...byName.values()].filter(
      (paths) => paths.filter((path) => !MAY_SHARE_A_NAME.some((place) => path.startsWith(place))).length > 1,
    );
    expect(wrong).toEqual([]);
  });

  it("keeps every folder small enough to be read at a glance", () => {
    const byFolder = groupPaths(dirname);
    const wrong = [...byFolder]
      .filter(([folder, files]) => folder !== "src/simulator" && files.length > MAX_FILES_IN_FOLDER)
      .map(([folder, files]) => `${folder}: ${files.length} files`);
    expect(wrong).toEqual([]);
  });

  it("reads the environment in one place only", () => {
    const readers = sources.filter(({ text }) => text.includes("process.env")).map(({ path }) => path);
    expect(readers).toEqual(["src/operations/config.ts"]);
  });
});

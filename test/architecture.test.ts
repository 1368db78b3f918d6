import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

interface Source {
  /** Path from the top level. */
  readonly path: string;
  readonly text: string;
  /** Our own files that it imports, as paths from the top level. */
  readonly files: readonly string[];
  /** Packages and Node's own modules that it imports. */
  readonly packages: readonly string[];
}

/** Who may import whom, by folder; a longer folder wins over a shorter one. The first column is the importer. */
const ALLOWED: Readonly<Record<string, { files: readonly string[]; packages: readonly string[] }>> = {
  "src/domain": { files: ["src/domain"], packages: ["zod", "node:crypto"] },
  "src/app": { files: ["src/app", "src/domain"], packages: ["p-limit", "p-retry"] },
  "src/leonar": { files: ["src/leonar", "src/domain", "src/runs/ports.ts"], packages: ["zod", "node:"] },
  // The simulator is written from the reference page, not from our client.
  "src/leonar/simulator": { files: ["src/leonar/simulator"], packages: ["fastify", "zod", "node:"] },
  "src/postgres": {
    files: [
      "src/postgres",
      "src/domain",
      "src/runs/ports.ts",
      "src/runs/run-store.ts",
      "src/runs/schedules/schedule-store.ts",
      "src/runs/send-reports.ts",
      "src/runs/worker-store.ts",
      "src/query/people-store.ts",
      "src/exports/export-store.ts",
      "src/database/roles/role-store.ts",
      "src/privacy/privacy-store.ts",
      "src/people/reparse/reparse-store.ts",
      "src/database/copy/store-copy.ts",
      "src/machine/package-root.ts",
    ],
    packages: ["drizzle-orm", "p-limit", "pg", "pg-query-stream", "pg-copy-streams", "zod", "node:"],
  },
  "src/postgres/embedded": {
    files: ["src/postgres/embedded", "src/domain"],
    packages: ["drizzle-orm", "pg", "zod", "node:"],
  },
  "src/webhook": { files: ["src/webhook", "src/domain", "src/runs/send-reports.ts"], packages: ["node:"] },
  "src/watch": {
    files: ["src/watch", "src/domain", "src/runs/worker-store.ts", "src/runs/walk/purchase-observer.ts"],
    packages: ["prom-client", "fastify", "node:"],
  },
  "src/spool": { files: ["src/spool", "src/domain", "src/runs/walk/answer-spool.ts"], packages: ["node:"] },
  "src/cron": {
    files: ["src/cron", "src/domain", "src/runs/schedules/fire-due.ts"],
    packages: ["cron-parser", "cronstrue"],
  },
  "src/queue": { files: ["src/queue", "src/domain"], packages: ["bullmq", "ioredis"] },
  "src/csv": { files: ["src/csv", "src/domain"], packages: ["papaparse", "fastest-levenshtein"] },
  "src/cli": {
    files: [
      "src/cli",
      "src/app",
      "src/domain",
      "jobs",
      "src/csv",
      "src/cron",
      "src/watch",
      "src/leonar/simulator",
      "src/*",
    ],
    packages: ["commander", "cli-progress", "cli-table3", "node:"],
  },
  jobs: { files: ["jobs", "src/app", "src/domain", "src/queue"], packages: ["zod"] },
  // Wiring: everything but the commands.
  src: {
    files: [
      "src/*",
      "jobs",
      "src/app",
      "src/domain",
      "src/leonar",
      "src/postgres",
      "src/queue",
      "src/csv",
      "src/cron",
      "src/spool",
      "src/webhook",
      "src/watch",
    ],
    packages: ["zod", "pino", "drizzle-orm", "node:"],
  },
};

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
  const names = found.flatMap(([, from, bare, later]) => from ?? bare ?? later ?? []);
  const own = names.filter((name) => name.startsWith("."));
  return {
    path,
    text,
    files: own.map((name) => relative(ROOT, resolve(ROOT, dirname(path), name))),
    packages: names.filter((name) => !name.startsWith(".")),
  };
}

const sources = [...listFiles("src"), ...listFiles("jobs")].map(readSource);

function ruleOf(path: string) {
  const folder = Object.keys(ALLOWED)
    .filter((name) => path.startsWith(`${name}/`))
    .sort((a, b) => b.length - a.length)[0];
  const rule = folder === undefined ? undefined : ALLOWED[folder];
  if (rule === undefined) throw new Error(`no rule for ${path}`);
  return rule;
}

function mayImport(file: string, folders: readonly string[]): boolean {
  return folders.some((folder) =>
    folder === "src/*" ? dirname(file) === "src" : file === folder || file.startsWith(`${folder}/`),
  );
}

function mayUse(name: string, packages: readonly string[]): boolean {
  return packages.some(
    (known) => name === known || name.startsWith(known.endsWith(":") ? known : `${known}/`),
  );
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

describe("the architecture", () => {
  it("lets each folder import only what the table of the design allows", () => {
    const wrong = sources.flatMap(({ path, files }) =>
      files.filter((file) => !mayImport(file, ruleOf(path).files)).map((file) => `${path} imports ${file}`),
    );
    expect(wrong).toEqual([]);
  });

  it("lets each folder use only the packages that are its business", () => {
    const wrong = sources.flatMap(({ path, packages }) =>
      packages.filter((name) => !mayUse(name, ruleOf(path).packages)).map((name) => `${path} uses ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it("has no cycles", () => {
    expect(findCycle()).toEqual([]);
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

  it("keeps every file below three hundred lines and named in kebab case", () => {
    const wrong = sources.filter(
      ({ path, text }) =>
        text.split("\n").length > 300 || !/^[a-z0-9]+(?:-[a-z0-9]+)*\.ts$/.test(basename(path)),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("reads the environment in one place only", () => {
    const readers = sources.filter(({ text }) => text.includes("process.env")).map(({ path }) => path);
    expect(readers).toEqual(["src/operations/config.ts"]);
  });
});

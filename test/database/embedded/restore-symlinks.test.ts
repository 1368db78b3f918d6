import { mkdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { restoreSymlinks } from "../../../src/database/embedded/restore-symlinks.ts";
import { makeTemporaryFolder } from "./support/test-home.ts";

let root: string;
let folder: string;
beforeEach(() => {
  root = makeTemporaryFolder();
  folder = join(root, "package", "native");
  mkdirSync(join(folder, "lib"), { recursive: true });
  writeFileSync(join(folder, "lib", "libpq.so.5.18"), "library");
  const links = [
    { source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so" },
    { source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" },
  ];
  writeFileSync(join(folder, "pg-symlinks.json"), JSON.stringify(links));
});
afterEach(() => rmSync(root, { recursive: true }));

it("missing links are made once, also by several callers at the same time", async () => {
  const binaries = { folder, version: "18.0.0" };
  const made = await Promise.all([1, 2, 3, 4].map(() => restoreSymlinks(binaries, root)));
  expect(new Set(made)).toEqual(new Set([folder]));
  expect(readlinkSync(join(folder, "lib", "libpq.so"))).toBe("libpq.so.5.18");
  expect(readFileSync(join(folder, "lib", "libpq.so.5"), "utf8")).toBe("library");
});

it("a package without a list of links needs none", async () => {
  rmSync(join(folder, "pg-symlinks.json"));
  expect(await restoreSymlinks({ folder, version: "18.0.0" }, root)).toBe(folder);
});

import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { withFileLock } from "../../../src/database/embedded/file-lock.ts";
import { currentProcessIdentity, formatProcessIdentity } from "../../../src/machine/process-identity.ts";
import { makeTemporaryFolder } from "./support/test-home.ts";

let folder: string;
beforeEach(() => {
  folder = makeTemporaryFolder();
});
afterEach(() => {
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});

it("a file lock admits one caller at a time, and each of them in the end", async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    for (let i = 0; i < 5; i += 1) await turn();
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 20 }, () => withFileLock(folder, work)));
  expect([inside, most]).toEqual([0, 1]);
});

it("a file lock returns or throws what the work does, and is free afterwards", async () => {
  expect(await withFileLock(folder, async () => 7)).toBe(7);
  await expect(withFileLock(folder, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await withFileLock(folder, async () => 8)).toBe(8);
});

it("a file lock ignores the file of a dead process", async () => {
  const gone = { ...currentProcessIdentity(), startedAt: "1" };
  writeFileSync(join(folder, `${formatProcessIdentity(gone)}~0`), "");
  expect(await withFileLock(folder, async () => "free")).toBe("free");
});

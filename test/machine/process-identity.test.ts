import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import {
  currentProcessIdentity,
  formatProcessIdentity,
  isAlive,
  livenessOf,
  parseProcessIdentity,
} from "../../src/machine/process-identity.ts";
import { startOfProcess } from "../../src/machine/process-table.ts";

it("an identity is the same after it was formatted and parsed", () => {
  const identity = currentProcessIdentity();
  expect(identity.pid).toBe(process.pid);
  expect(parseProcessIdentity(formatProcessIdentity(identity))).toEqual(identity);
  expect(formatProcessIdentity(identity)).toMatch(/^[A-Za-z0-9.-]+$/);
});

it("no identity is parsed from other texts", () => {
  for (const text of ["", "12", "1.2.3.host", "x.1.0123456789abcdef.host", "1.2.0123456789abcdef."]) {
    expect(parseProcessIdentity(text), text).toBeNull();
  }
});

it("this process is alive", () => {
  expect(livenessOf(currentProcessIdentity())).toBe("alive");
});

it("a later process with the same number is another process", () => {
  const namesake = { ...currentProcessIdentity(), startedAt: "1" };
  expect(livenessOf(namesake)).toBe("dead");
  expect(isAlive(namesake)).toBe(false);
});

it("a process of another machine counts as alive", () => {
  const foreign = { ...currentProcessIdentity(), machine: "0123456789abcdef" };
  expect(livenessOf(foreign)).toBe("elsewhere");
  expect(isAlive(foreign)).toBe(true);
});

it("an ended process is dead", async () => {
  const child = spawn(process.execPath, ["-e", "process.stdin.resume()"], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  await once(child, "spawn");
  const pid = child.pid ?? 0;
  const identity = { ...currentProcessIdentity(), pid, startedAt: startOfProcess(pid) ?? "" };
  expect(livenessOf(identity)).toBe("alive");
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(livenessOf(identity)).toBe("dead");
});

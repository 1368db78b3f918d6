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

it("survives being written and read", () => {
  const identity = currentProcessIdentity();
  expect(identity.pid).toBe(process.pid);
  expect(parseProcessIdentity(formatProcessIdentity(identity))).toEqual(identity);
  expect(formatProcessIdentity(identity)).toMatch(/^[A-Za-z0-9.-]+$/);
});

it("reads nothing from anything else", () => {
  for (const text of ["", "12", "1.2.3.host", "x.1.0123456789abcdef.host", "1.2.0123456789abcdef."]) {
    expect(parseProcessIdentity(text), text).toBeNull();
  }
});

it("knows itself to be alive", () => {
  expect(livenessOf(currentProcessIdentity())).toBe("alive");
});

it("calls a later process with the same number another one", () => {
  const namesake = { ...currentProcessIdentity(), startedAt: "1" };
  expect(livenessOf(namesake)).toBe("dead");
  expect(isAlive(namesake)).toBe(false);
});

it("does not judge the processes of another machine", () => {
  const foreign = { ...currentProcessIdentity(), machine: "0123456789abcdef" };
  expect(livenessOf(foreign)).toBe("elsewhere");
  expect(isAlive(foreign)).toBe(true);
});

it("notices the end of a process", async () => {
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

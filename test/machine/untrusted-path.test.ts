import { chmod, chown, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { describeForeignFile, describeUntrusted } from "../../src/machine/untrusted-path.ts";

const IS_ROOT = process.getuid?.() === 0;
const OTHER_USER = 12_345;
let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "sourcing-folders-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function make(mode: number, ...names: readonly string[]): Promise<string> {
  const path = join(folder, ...names);
  await mkdir(path, { recursive: true });
  await chmod(path, mode);
  return path;
}

describe("a folder is trusted", () => {
  it("that is one's own, below a sticky folder such as /tmp, there or not yet there", async () => {
    expect(describeUntrusted(folder)).toBeNull();
    expect(describeUntrusted(join(folder, "not", "there"))).toBeNull();
    expect(describeUntrusted(join(await make(0o755, "readable"), "home"))).toBeNull();
    await make(0o1777, "sticky");
    expect(describeUntrusted(await make(0o700, "sticky", "own"))).toBeNull();
  });
});

describe("a folder is not trusted", () => {
  it("that others may write, or below one", async () => {
    const open = await make(0o777, "open");
    expect(describeUntrusted(open)).toBe(`${open} may be written by others`);
    expect(describeUntrusted(join(open, "home"))).toBe(`${open} may be written by others`);
    const home = await make(0o700, "open", "home");
    expect(describeUntrusted(home)).toBe(`${open} may be written by others`);
    const sticky = await make(0o1777, "sticky");
    expect(describeUntrusted(sticky)).toBe(`${sticky} may be written by others`);
  });

  it("that a link leads to, or that holds the link", async () => {
    const open = await make(0o777, "open");
    const own = await make(0o700, "own");
    await symlink(join(open, "home"), join(own, "link"));
    await make(0o700, "open", "home");
    expect(describeUntrusted(join(own, "link"))).toBe(`${open} may be written by others`);
    await symlink(own, join(open, "link"));
    expect(describeUntrusted(join(open, "link", "home"))).toBe(`${open} may be written by others`);
  });

  it.runIf(IS_ROOT)(
    "that another user has made, even in a sticky folder, or that their group may write",
    async () => {
      await make(0o1777, "sticky");
      const planted = await make(0o700, "sticky", "home");
      await chown(planted, OTHER_USER, OTHER_USER);
      expect(describeUntrusted(planted)).toBe(`${planted} belongs to another user`);
      expect(describeUntrusted(join(planted, "home"))).toBe(`${planted} belongs to another user`);
      const own = await make(0o700, "own");
      await symlink(own, join(folder, "sticky", "link"));
      const { lchown } = await import("node:fs/promises");
      await lchown(join(folder, "sticky", "link"), OTHER_USER, OTHER_USER);
      expect(describeUntrusted(join(folder, "sticky", "link"))).toMatch(/link belongs to another user$/);
    },
  );
});

it("a file is changed by others where they own it or may write it", async () => {
  const own = process.getuid?.() ?? 0;
  await writeFile(join(folder, "file"), "");
  expect(describeForeignFile({ uid: own, mode: 0o100644 })).toBeNull();
  expect(describeForeignFile({ uid: 0, mode: 0o100644 })).toBeNull();
  for (const mode of [0o100622, 0o100620, 0o100602])
    expect(describeForeignFile({ uid: own, mode })).toBe("may be written by others");
  expect(describeForeignFile({ uid: own + 1, mode: 0o100600 })).toBe("belongs to another user");
});

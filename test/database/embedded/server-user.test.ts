import { expect, it } from "vitest";
import type { Command } from "../../../src/database/embedded/run-command.ts";
import { chooseServerUser } from "../../../src/database/embedded/server-user.ts";
import { UsageError } from "../../../src/values/errors.ts";

const isRoot = process.getuid?.() === 0;
const nowhere = "/nonexistent/data";
const command: Command = { file: "/bin/postgres", args: ["-D", "x"] };

it.skipIf(isRoot)("runs an ordinary user's server without any help", async () => {
  const user = await chooseServerUser("/bin/postgres", nowhere, async () => false);
  expect(user.wrap(command)).toEqual(command);
});

it.runIf(isRoot)("prefers a namespace, then another user, and tries each before it is used", async () => {
  const inNamespace = await chooseServerUser("/bin/postgres", nowhere, async () => true);
  expect(inNamespace.wrap(command).file).toBe("unshare");
  expect(inNamespace.owner).toBeNull();
  const asOther = await chooseServerUser("/bin/postgres", nowhere, async ({ file }) => file !== "unshare");
  expect(asOther.wrap(command).args.slice(-3)).toEqual(["/bin/postgres", "-D", "x"]);
  expect(asOther.owner?.uid).toBeGreaterThan(0);
});

it.runIf(isRoot)("says what to do if root cannot run the server in any way", async () => {
  const decided = chooseServerUser("/bin/postgres", nowhere, async ({ file }) => file === "/bin/postgres");
  await expect(decided).rejects.toBeInstanceOf(UsageError);
  await expect(decided).rejects.toThrow(/ordinary user, or set DATABASE_URL/);
});

it.runIf(isRoot)("says so if the program does not run at all", async () => {
  await expect(chooseServerUser("/bin/postgres", nowhere, async () => false)).rejects.toThrow(
    /cannot be run on this system/,
  );
});

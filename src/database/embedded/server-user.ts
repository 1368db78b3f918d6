import { readFile, stat } from "node:fs/promises";
import { UsageError } from "../../values/errors.ts";
import type { Command } from "./run-command.ts";

/** The user as whom the server's programs run, since they refuse to run as root. */
export interface ServerUser {
  /** Who must own the data folder; null: the user of this process. */
  readonly owner: UnixUser | null;
  /** Makes a command run as that user. */
  wrap(command: Command): Command;
}

export interface UnixUser {
  readonly uid: number;
  readonly gid: number;
}

/** Whether a command can be run on this system and succeeds. */
export type CanRun = (command: Command) => Promise<boolean>;

const ROOT = 0;
const PASSWD_FILE = "/etc/passwd";

/**
 * Chooses how to run the server: as the user of this process; for root in a user namespace, or, if the system forbids
 * namespaces, as another user. The first choice with which `postgres --version` runs is taken.
 * @throws UsageError if none works
 */
export async function chooseServerUser(postgres: string, data: string, canRun: CanRun): Promise<ServerUser> {
  const uid = process.getuid?.() ?? null;
  if (uid === null) return currentUser;
  const choices = uid === ROOT ? await choicesOfRoot(data) : await choicesOfUser(uid);
  if (choices[0] === currentUser) return currentUser;
  const version: Command = { file: postgres, args: ["--version"] };
  for (const choice of choices) {
    if (await canRun(choice.wrap(version))) return choice;
  }
  throw new UsageError(
    (await canRun(version))
      ? "Postgres refuses to run as root, and neither a user namespace (unshare) nor another user (setpriv) can be used " +
          "here: run as an ordinary user, or set DATABASE_URL to a Postgres 18 of your own"
      : `${postgres} cannot be run on this system (it needs glibc, and a disk that may hold programs): ` +
          "set DATABASE_URL to a Postgres 18 of your own",
  );
}

async function choicesOfRoot(data: string): Promise<ServerUser[]> {
  const owner = await stat(data).catch(() => null);
  // Data of another user (a mounted volume, an earlier start without namespaces) stays theirs.
  if (owner !== null && owner.uid !== ROOT) return [switchedUser({ uid: owner.uid, gid: owner.gid })];
  const user = pickUser(await readUsers());
  return user === undefined ? [] : [namespacedUser(user), switchedUser(user)];
}

async function choicesOfUser(uid: number): Promise<ServerUser[]> {
  const users = await readUsers();
  const isKnown = [...users.values()].some((user) => user.uid === uid);
  const user = pickUser(users);
  // A container may run as a number without an account, which initdb refuses. macOS keeps its accounts elsewhere.
  if (isKnown || user === undefined || process.platform !== "linux") return [currentUser];
  return [namespacedUser(user), currentUser];
}

const currentUser: ServerUser = { owner: null, wrap: (command) => command };

/** The program sees itself as `user`. For the kernel it is the user of this process, so files keep their owner. */
function namespacedUser({ uid, gid }: UnixUser): ServerUser {
  const words = ["unshare", "--user", `--map-user=${uid}`, `--map-group=${gid}`, "--"];
  return { owner: null, wrap: (command) => prefix(words, command) };
}

/**
 * The program runs as `user`, who keeps one capability of root: to ignore file permissions. Without it the user could not enter
 * a folder under root's home. Without the secure bit, access(2), with which Postgres looks for its programs, would ignore it.
 */
function switchedUser(user: UnixUser): ServerUser {
  const words = ["setpriv", `--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups"];
  words.push("--securebits=+no_setuid_fixup", "--inh-caps=-all,+dac_override");
  words.push("--ambient-caps=-all,+dac_override", "--bounding-set=-all,+dac_override", "--");
  return { owner: user, wrap: (command) => prefix(words, command) };
}

function prefix([file = "", ...args]: readonly string[], command: Command): Command {
  return { file, args: [...args, command.file, ...command.args] };
}

async function readUsers(): Promise<Map<string, UnixUser>> {
  const text = await readFile(PASSWD_FILE, "utf8").catch(() => "");
  const users = new Map<string, UnixUser>();
  for (const line of text.split("\n")) {
    const [name, , uid, gid] = line.split(":");
    if (name && uid && gid) users.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  return users;
}

/** initdb looks its user up by number, so it must be one with an account. */
function pickUser(users: ReadonlyMap<string, UnixUser>): UnixUser | undefined {
  return users.get("nobody") ?? [...users.values()].find(({ uid }) => uid !== ROOT);
}

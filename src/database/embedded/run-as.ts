import { readFile, stat } from "node:fs/promises";
import { UsageError } from "../../values/errors.ts";
import type { Command } from "./run-command.ts";

/** A way to run the server's programs, which refuse to run as root. */
export interface RunAs {
  /** Who must own the data folder, seen from outside; null: whoever runs this process. */
  readonly owner: UnixUser | null;
  wrap(command: Command): Command;
}

export interface UnixUser {
  readonly uid: number;
  readonly gid: number;
}

/** Whether a command can be run on this system and succeeds. */
export type Probe = (command: Command) => Promise<boolean>;

const ROOT = 0;
const PASSWD_FILE = "/etc/passwd";

const asOurselves: RunAs = { owner: null, wrap: (command) => command };

function prefix(words: readonly string[], command: Command): Command {
  const [file = "", ...args] = words;
  return { file, args: [...args, command.file, ...command.args] };
}

/** The kernel treats us as before, the program sees itself as `account`: files stay ours, no other user is needed. */
function inUserNamespace(account: UnixUser): RunAs {
  const words = ["unshare", "--user", `--map-user=${account.uid}`, `--map-group=${account.gid}`, "--"];
  return { owner: null, wrap: (command) => prefix(words, command) };
}

/**
 * Really runs as `account`, who keeps one power of root: to pass file permissions. Without it the account could not
 * enter a folder under root's own home; and without the secure bit access(2), by which Postgres looks for its own
 * programs, would not count it.
 */
function asAccount(account: UnixUser): RunAs {
  const words = ["setpriv", `--reuid=${account.uid}`, `--regid=${account.gid}`, "--clear-groups"];
  words.push("--securebits=+no_setuid_fixup", "--inh-caps=-all,+dac_override");
  words.push("--ambient-caps=-all,+dac_override", "--bounding-set=-all,+dac_override", "--");
  return { owner: account, wrap: (command) => prefix(words, command) };
}

async function listAccounts(): Promise<Map<string, UnixUser>> {
  const text = await readFile(PASSWD_FILE, "utf8").catch(() => "");
  const accounts = new Map<string, UnixUser>();
  for (const line of text.split("\n")) {
    const [name, , uid, gid] = line.split(":");
    if (name && uid && gid) accounts.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  return accounts;
}

/** initdb looks its user up by number, so it must be one that the system knows. */
function pickAccount(accounts: ReadonlyMap<string, UnixUser>): UnixUser | undefined {
  return accounts.get("nobody") ?? [...accounts.values()].find((account) => account.uid !== ROOT);
}

async function listWaysAsRoot(dataFolder: string): Promise<RunAs[]> {
  const owner = await stat(dataFolder).catch(() => null);
  // The data of a folder that another user brought (a mounted volume, an earlier start without namespaces) stays theirs.
  if (owner !== null && owner.uid !== ROOT) return [asAccount({ uid: owner.uid, gid: owner.gid })];
  const account = pickAccount(await listAccounts());
  return account === undefined ? [] : [inUserNamespace(account), asAccount(account)];
}

async function listWaysAsUser(uid: number): Promise<RunAs[]> {
  const accounts = await listAccounts();
  const known = [...accounts.values()].some((account) => account.uid === uid);
  const account = pickAccount(accounts);
  // macOS keeps its users elsewhere; a container may run as a number that no account has.
  if (known || accounts.size === 0 || account === undefined || process.platform !== "linux")
    return [asOurselves];
  return [inUserNamespace(account), asOurselves];
}

/**
 * Decides how to run the server: as ourselves; as root, in a user namespace, or as another user where the system
 * forbids namespaces. The first way by which `postgres --version` answers is taken.
 *
 * @throws UsageError where none does.
 */
export async function decideRunAs(postgres: string, dataFolder: string, probe: Probe): Promise<RunAs> {
  const uid = process.getuid?.() ?? null;
  if (uid === null) return asOurselves;
  const ways = uid === ROOT ? await listWaysAsRoot(dataFolder) : await listWaysAsUser(uid);
  const [only] = ways;
  if (only === asOurselves) return asOurselves;
  for (const way of ways) {
    if (await probe(way.wrap({ file: postgres, args: ["--version"] }))) return way;
  }
  if (!(await probe({ file: postgres, args: ["--version"] }))) {
    throw new UsageError(
      `${postgres} cannot be run on this system (it needs glibc, and a disk that may hold programs): ` +
        "set DATABASE_URL to a Postgres 18 of your own",
    );
  }
  throw new UsageError(
    "Postgres refuses to run as root, and neither a user namespace (unshare) nor another user (setpriv) can be used " +
      "here: run as an ordinary user, or set DATABASE_URL to a Postgres 18 of your own",
  );
}

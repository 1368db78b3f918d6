import { lstatSync, readFileSync, realpathSync, type Stats } from "node:fs";
import { dirname, resolve } from "node:path";

const ROOT = 0;
const GROUP_MAY_WRITE = 0o020;
const OTHERS_MAY_WRITE = 0o002;
const STICKY = 0o1000;

/** The users and groups of this machine, as far as they matter here. */
interface Accounts {
  readonly uid: number;
  /** Whether a group has no other members than this user. */
  isPrivate(gid: number): boolean;
}

/**
 * Describes why a folder, which need not exist, may hold what other users of the machine have put there: it or a folder above it
 * belongs to one of them, or they may write there. Null: it does not, or this system has no such users.
 */
export function describeUntrusted(folder: string): string | null {
  const uid = process.getuid?.();
  if (uid === undefined) return null;
  const accounts = { uid, isPrivate };
  const path = resolve(folder);
  const chains = [chainOf(path), chainOf(realPathOf(path))];
  for (const place of new Set(chains.flat())) {
    const stats = statOf(place);
    const why = stats === null ? null : describe(stats, accounts, place === path);
    if (why !== null) return `${place} ${why}`;
  }
  return null;
}

/** Who may change a file besides this user and root; null: nobody. */
export function describeForeignFile({ uid, mode }: Pick<Stats, "uid" | "mode">): string | null {
  const own = process.getuid?.();
  if (own === undefined) return null;
  if (uid !== own && uid !== ROOT) return "belongs to another user";
  return (mode & (GROUP_MAY_WRITE | OTHERS_MAY_WRITE)) === 0 ? null : "may be written by others";
}

function describe(stats: Stats, { uid, isPrivate: isOwn }: Accounts, isLast: boolean): string | null {
  if (stats.uid !== uid && stats.uid !== ROOT) return "belongs to another user";
  // What a symbolic link leads to is looked at by itself.
  if (stats.isSymbolicLink()) return null;
  const isOpen =
    (stats.mode & OTHERS_MAY_WRITE) !== 0 || ((stats.mode & GROUP_MAY_WRITE) !== 0 && !isOwn(stats.gid));
  // In a sticky folder such as /tmp others add files, but cannot replace ours.
  return isOpen && (isLast || (stats.mode & STICKY) === 0) ? "may be written by others" : null;
}

/** A path and all folders above it. */
function chainOf(path: string): string[] {
  const above = dirname(path);
  return above === path ? [path] : [path, ...chainOf(above)];
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : resolve(realPathOf(above), path.slice(above.length).replace(/^\/+/, ""));
  }
}

function statOf(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch {
    return null;
  }
}

/** Many systems give each user a group of their own, which may then write what the user makes. */
function isPrivate(gid: number): boolean {
  try {
    const own = process.getuid?.();
    const users = linesOf("/etc/passwd").filter(([, , , group]) => Number(group) === gid);
    const names = new Set(
      linesOf("/etc/passwd").flatMap(([name, , id]) => (Number(id) === own ? [name] : [])),
    );
    const members = linesOf("/etc/group")
      .filter(([, , id]) => Number(id) === gid)
      .flatMap(([, , , list = ""]) => list.split(",").filter((name) => name !== ""));
    return users.every(([, , id]) => Number(id) === own) && members.every((name) => names.has(name));
  } catch {
    return false;
  }
}

function linesOf(file: string): string[][] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split(":"));
}

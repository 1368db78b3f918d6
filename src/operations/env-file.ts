import { closeSync, fstatSync, lstatSync, openSync, readFileSync, type Stats, statSync } from "node:fs";
import { parseEnv } from "node:util";
import { describeForeignFile } from "../machine/untrusted-path.ts";
import { errorCode, hasErrorCode } from "../values/error-code.ts";
import { UsageError } from "../values/errors.ts";
import { encodingOf } from "../values/unicode-encoding.ts";

const OTHERS_MAY_READ = 0o044;

/** A `.env` as read. */
export interface EnvFile {
  readonly values: Readonly<Record<string, string | undefined>>;
  /** The names that begin a line without setting anything, because the line is not `NAME=value`. */
  readonly unset: readonly string[];
  /** What the user should change about the file; null: nothing. */
  readonly warning: string | null;
}

/**
 * Reads a `.env` in UTF-8 or UTF-16, with or without a byte order mark; without the file nothing is set. One that other users own or may
 * write is not read, because it could send the key to their server. @throws UsageError
 */
export function readEnvFile(path: string): EnvFile {
  try {
    checkLink(lstatSync(path));
    // To open the pipe of another user is to wait for them.
    checkOwner(statSync(path));
    const descriptor = openSync(path, "r");
    try {
      const warning = checkOwner(fstatSync(descriptor));
      return { ...parseEnvFile(readFileSync(descriptor)), warning };
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) return { values: {}, unset: [], warning: null };
    if (error instanceof UsageError) throw error;
    throw new UsageError(`.env cannot be read (${errorCode(error) ?? "unreadable"})`);
  }
}

/** Parses the bytes of a `.env`. @throws UsageError if they are no Unicode text; it quotes nothing, as the file holds secrets */
export function parseEnvFile(bytes: Uint8Array): Omit<EnvFile, "warning"> {
  const text = decode(bytes);
  const values = parseEnv(text);
  const unset = [...text.matchAll(/^[ \t]*([A-Za-z][\w.-]*)(?=[ \t:]|$)(?![ \t]*=)/gm)].map(
    ([, name = ""]) => name,
  );
  return { values, unset: unset.filter((name) => !Object.hasOwn(values, name)) };
}

function decode(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
    // The decoder drops one byte order mark; an editor may have written another.
    return text.replace(/^\uFEFF+/, "").replace(/\r\n?/g, "\n");
  } catch {
    throw new UsageError(".env is neither UTF-8 nor UTF-16: save it again as UTF-8");
  }
}

/** A link of another user could lead to any other file of this user. @throws UsageError */
function checkLink(stats: Stats): void {
  if (stats.isSymbolicLink()) refuseForeign(describeForeignFile({ uid: stats.uid, mode: 0 }));
}

/**
 * Returns a warning about a file, or a pipe, that others may read. Devices such as /dev/null belong to the system.
 * @throws UsageError about one that they may change
 */
function checkOwner(stats: Stats): string | null {
  if (stats.isCharacterDevice()) return null;
  refuseForeign(describeForeignFile(stats));
  return (stats.mode & OTHERS_MAY_READ) !== 0 && process.getuid !== undefined
    ? ".env in this folder may be read by other users of this machine: `chmod 600 .env`"
    : null;
}

function refuseForeign(why: string | null): void {
  if (why === null) return;
  throw new UsageError(
    `.env in this folder ${why}, who could have the key sent to their server: look at what is in it, then ` +
      "make it yours alone (`chown $(id -u) .env && chmod 600 .env`)",
  );
}

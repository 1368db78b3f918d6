import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { errorCode, hasErrorCode } from "../values/error-code.ts";
import { UsageError } from "../values/errors.ts";
import { encodingOf } from "../values/unicode-encoding.ts";

/** A `.env` as read. */
export interface EnvFile {
  readonly values: Readonly<Record<string, string | undefined>>;
  /** The names that begin a line without setting anything, because the line is not `NAME=value`. */
  readonly unset: readonly string[];
}

/** Reads a `.env` in UTF-8 or UTF-16, with or without a byte order mark; without the file nothing is set. @throws UsageError */
export function readEnvFile(path: string): EnvFile {
  try {
    return parseEnvFile(readFileSync(path));
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) return { values: {}, unset: [] };
    if (error instanceof UsageError) throw error;
    throw new UsageError(`.env cannot be read (${errorCode(error) ?? "unreadable"})`);
  }
}

/** Parses the bytes of a `.env`. @throws UsageError if they are no Unicode text; it quotes nothing, as the file holds secrets */
export function parseEnvFile(bytes: Uint8Array): EnvFile {
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

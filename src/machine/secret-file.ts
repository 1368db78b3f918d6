import { randomBytes } from "node:crypto";
import { link, mkdir, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { hasErrorCode } from "../values/error-code.ts";
import { UsageError } from "../values/errors.ts";
import { readIfExists, writeDurably } from "./durable-file.ts";

/** Reads a secret; null: its file does not exist. @throws UsageError if the file is empty */
export async function readSecret(file: string): Promise<string | null> {
  const text = (await readIfExists(file))?.toString("utf8").trim() ?? null;
  if (text === "") throw new UsageError(`${file} is empty: put it back from a backup`);
  return text;
}

/**
 * Reads a secret, or makes it if its file does not exist. Only the owner may read the file. If two processes make it at once,
 * both return the secret of the first.
 */
export async function obtainSecret(file: string, make: () => string): Promise<string> {
  const stored = await readSecret(file);
  if (stored !== null) return stored;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  const secret = make();
  await writeDurably(draft, secret);
  try {
    // Unlike a rename, a link does not replace a file that another process made in the meantime.
    await link(draft, file);
    return secret;
  } catch (error) {
    const other = hasErrorCode(error, "EEXIST") ? await readSecret(file) : null;
    if (other === null) throw error;
    return other;
  } finally {
    await rm(draft, { force: true });
  }
}

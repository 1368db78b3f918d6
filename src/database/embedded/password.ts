import { randomBytes } from "node:crypto";
import { open, readFile, rename } from "node:fs/promises";
import { UsageError } from "../../values/errors.ts";
import { hasCode } from "./explain-failure.ts";

const PASSWORD_BYTES = 32;

async function readPassword(file: string): Promise<string | null> {
  try {
    const text = (await readFile(file, "utf8")).trim();
    return text === "" ? null : text;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
}

async function writePassword(file: string, password: string): Promise<void> {
  const draft = `${file}.new`;
  const handle = await open(draft, "w", 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(password);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}

/**
 * The password of the server's only user, made at first use. Call it under the lock.
 *
 * @throws UsageError where there is data but its password file is gone: a new one would not open it.
 */
export async function obtainPassword(file: string, dataExists: boolean): Promise<string> {
  const stored = await readPassword(file);
  if (stored !== null) return stored;
  if (dataExists) {
    throw new UsageError(
      `the password of the embedded database is missing: put ${file} back from a backup, or set DATABASE_URL`,
    );
  }
  const password = randomBytes(PASSWORD_BYTES).toString("base64url");
  await writePassword(file, password);
  return password;
}

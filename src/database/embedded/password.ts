import { randomBytes } from "node:crypto";
import { obtainSecret, readSecret } from "../../machine/secret-file.ts";
import { UsageError } from "../../values/errors.ts";

/**
 * Returns the password of the server's only user, which the first call makes. Call it under the lock.
 * @throws UsageError if there is data but no password file: a new password would not open it
 */
export async function obtainPassword(file: string, hasData: boolean): Promise<string> {
  if (hasData && (await readSecret(file)) === null) {
    throw new UsageError(
      `the password of the embedded database is missing: put ${file} back from a backup, or set DATABASE_URL`,
    );
  }
  return obtainSecret(file, () => randomBytes(32).toString("base64url"));
}

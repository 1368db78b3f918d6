import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { obtainSecret, readSecret } from "../machine/secret-file.ts";

/**
 * Returns the secret of the keyed hashes by which suppressed people are found again. The first call makes it.
 * @param home SOURCING_HOME, absolute
 */
export function obtainPepper(home: string): Promise<string> {
  return obtainSecret(fileIn(home), () => randomBytes(32).toString("hex"));
}

/** Returns that secret if it was made. */
export function readPepper(home: string): Promise<string | null> {
  return readSecret(fileIn(home));
}

function fileIn(home: string): string {
  return join(home, "secrets", "suppression-pepper");
}

import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { obtainSecret } from "../machine/secret-file.ts";

/**
 * Returns the secret of the keyed hashes by which suppressed people are found again. The first call makes it.
 * @param home SOURCING_HOME, absolute
 */
export function obtainPepper(home: string): Promise<string> {
  const file = join(home, "secrets", "suppression-pepper");
  return obtainSecret(file, () => randomBytes(32).toString("hex"));
}

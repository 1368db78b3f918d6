import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";

/** As Postgres uses by default (scram_iterations). */
const ITERATIONS = 4_096;

/**
 * Returns what Postgres stores of a password (RFC 5802 and RFC 7677), so that no statement, and no log of statements, holds the
 * password itself. `create role` and `alter role` take it in the password's place.
 * @param password of ASCII characters, which need no normalisation
 */
export function toScramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, "sha256");
  const keyOf = (name: string) => createHmac("sha256", salted).update(name).digest();
  const storedKey = createHash("sha256").update(keyOf("Client Key")).digest("base64");
  const serverKey = keyOf("Server Key").toString("base64");
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString("base64")}$${storedKey}:${serverKey}`;
}

import { createHash } from "node:crypto";

/** Names an API key in tables and reports without revealing it: 16 hex digits of its SHA-256. */
export function keyIdOf(apiKey: string): string {
  return createHash("sha256").update(apiKey).digest("hex").slice(0, 16);
}

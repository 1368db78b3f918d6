import { createHash } from "node:crypto";

/** Names an API key in tables and reports without telling it: 16 hex digits. */
export function keyIdOf(apiKey: string): string {
  return createHash("sha256").update(apiKey).digest("hex").slice(0, 16);
}

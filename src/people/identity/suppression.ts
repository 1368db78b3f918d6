import { createHmac } from "node:crypto";
import { withFormerKeys } from "./former-keys.ts";
import { keyText, type PersonKey } from "./person-keys.ts";

/** A keyed hash of one identifier of a suppressed person, so that the list of suppressions names no person. */
export interface SuppressionDigest {
  readonly kind: PersonKey["kind"];
  /** HMAC-SHA256 under the pepper, 64 small hex digits. */
  readonly digest: string;
}

/** Returns the digests of keys, as the list of suppressions holds them. */
export function suppressionDigests(pepper: string, keys: readonly PersonKey[]): SuppressionDigest[] {
  return keys.map((key) => ({ kind: key.kind, digest: digestOf(pepper, key) }));
}

/** Returns the digests under which the list may hold one of these keys, those of former spellings too. */
export function possibleDigests(pepper: string, keys: readonly PersonKey[]): string[] {
  return keys.flatMap(withFormerKeys).map((key) => digestOf(pepper, key));
}

function digestOf(pepper: string, key: PersonKey): string {
  return createHmac("sha256", pepper).update(keyText(key)).digest("hex");
}

import { createHmac } from "node:crypto";
import { keyText, type PersonKey } from "./person-keys.ts";

/** One key under which a person may be suppressed, so that the list of those who asked to be forgotten names nobody. */
export interface SuppressionDigest {
  readonly kind: PersonKey["kind"];
  /** HMAC-SHA256 under the pepper, 64 small hex digits. */
  readonly digest: string;
}

/** Keys as they stand on the list of suppressed people. */
export function suppressionDigests(pepper: string, keys: readonly PersonKey[]): SuppressionDigest[] {
  return keys.map((key) => ({
    kind: key.kind,
    digest: createHmac("sha256", pepper).update(keyText(key)).digest("hex"),
  }));
}

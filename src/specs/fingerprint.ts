import { createHash } from "node:crypto";
import { canonicalJson } from "../values/json.ts";
import { foldCase } from "../values/text.ts";
import type { SearchParameters } from "./search-parameters.ts";

/**
 * The identity of what a search buys: SHA-256, 64 small hex digits, of its canonical JSON with case folded.
 * Order, repetitions, white space, case (but for AND, OR, NOT in capitals) and defaults written out do not change it.
 * Settings are no part of it. Stored fingerprints decide what is bought again, so a change here costs credits.
 */
export function fingerprintOf(search: SearchParameters): string {
  return createHash("sha256").update(canonicalJson(search, foldCase), "utf8").digest("hex");
}

import type { ReceivedProfile } from "./profile.ts";

/** Replaces a redacted profile in the stored bytes of an answer, so that all other profiles keep their positions. */
export const REDACTED_PROFILE = { erased: true } as const;

const ERASED_TEXT = JSON.stringify(REDACTED_PROFILE);

/** Returns whether an entry is the placeholder of a person who was erased before their page was stored. */
export function isRedacted(entry: ReceivedProfile): boolean {
  return entry.kind === "rejected" && entry.raw === ERASED_TEXT;
}

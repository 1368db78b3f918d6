import type { ReceivedProfile } from "./profile.ts";

/** Stands in the stored bytes of an answer where somebody was taken out, so that all others stay where they were. */
export const REDACTED_PROFILE = { erased: true } as const;

const ERASED_TEXT = JSON.stringify(REDACTED_PROFILE);

/** Whether an entry is what is left of somebody who was erased before their page was stored. */
export function isRedacted(entry: ReceivedProfile): boolean {
  return entry.kind === "rejected" && entry.raw === ERASED_TEXT;
}

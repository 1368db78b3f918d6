import type { ReceivedProfile } from "./profile.ts";

/** Stands in the stored bytes of an answer where somebody was taken out, so that all others stay where they were. */
export const ERASED_ENTRY = { erased: true } as const;

const ERASED_TEXT = JSON.stringify(ERASED_ENTRY);

/** Whether an entry is what is left of somebody who was erased before their page was stored. */
export function isErased(entry: ReceivedProfile): boolean {
  return entry.kind === "rejected" && entry.raw === ERASED_TEXT;
}

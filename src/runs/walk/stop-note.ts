import type { WalkEnd } from "./next-step.ts";

/**
 * Why the pages end a walk, in words, where the reason does not say all of it; null where it does.
 * @param page the page that is bought next
 * @param suspenseReason why the newest call of that page has no usable answer; null: there is no such call
 */
export function stopNote(reason: WalkEnd, page: number, suspenseReason: string | null): string | null {
  switch (reason) {
    case "unavailable":
      return suspenseReason;
    case "out_of_credits":
      return `page ${page} was cut short by the balance; it is bought again first, once there are credits`;
    case "page_refused":
      if (suspenseReason !== null) return `page ${page}: ${suspenseReason}`;
      return `the pages before page ${page} named a next page that does not come after them; page ${page} is requested first by the next run`;
    default:
      return null;
  }
}

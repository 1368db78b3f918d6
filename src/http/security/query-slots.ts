import { HttpError } from "../server/http-error.ts";

/** Most questions that are answered at once: each has a connection of its own, which workers need too. */
const MOST_AT_ONCE = 6;
let running = 0;

/** Answers a question, unless too many are being answered in this process. @throws HttpError */
export async function inQuerySlot<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= MOST_AT_ONCE)
    throw new HttpError(
      429,
      "too_many_queries",
      `${String(MOST_AT_ONCE)} queries are running: wait for one to end`,
    );
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
  }
}

import { StoreRefused } from "../../values/errors.ts";

/** SQLSTATEs when two commands change the same role, which belongs to the whole server, at the same time. */
const CONFLICTS = new Set(["XX000", "23505", "42710"]);
const MAX_ATTEMPTS = 20;

/** Repeats `work` if it conflicts with the same change of another command. */
export async function retryOnConflict<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const isConflict = error instanceof StoreRefused && CONFLICTS.has(error.code);
      if (!isConflict || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

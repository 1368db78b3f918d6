import { StoreRefused } from "../../values/errors.ts";

/** Roles belong to the whole server: two commands that change the same one at once get in each other's way. */
const CONFLICTS = new Set(["XX000", "23505", "42710"]);
const MAX_ATTEMPTS = 20;

/** Does `work` again where another command did the same at the same moment. */
export async function retryOnConflict<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const passes = error instanceof StoreRefused && CONFLICTS.has(error.code);
      if (!passes || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

import { UsageError } from "../../values/errors.ts";
import { didYouMean } from "../../values/spelling/did-you-mean.ts";
import type { Schedule } from "./schedule.ts";

/** Describes that no schedule has this name. @param known those that are set */
export function noSuchSchedule(name: string, known: readonly Pick<Schedule, "name">[]): UsageError {
  const near = didYouMean(
    name,
    known.map((schedule) => schedule.name),
  );
  return new UsageError(
    `there is no schedule ${name}${near}; \`sourcing schedule list\` shows those that are set`,
  );
}

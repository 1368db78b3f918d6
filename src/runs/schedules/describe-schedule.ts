import { describeCron } from "./cron.ts";
import type { Schedule } from "./schedule.ts";

/** "At 02:00, every day (Europe/Paris), all nightly specs, at most 500 credits a night" */
export function describeSchedule({ cron, timeZone, selection, budgetCredits }: Schedule): string {
  const specs = {
    all: "all nightly specs",
    tag: selection.kind === "tag" ? `nightly specs tagged ${selection.tag}` : "",
    specs: selection.kind === "specs" ? `specs ${selection.specs.join(", ")}` : "",
  }[selection.kind];
  return `${describeCron(cron)} (${timeZone}), ${specs}, at most ${budgetCredits} credits a night`;
}

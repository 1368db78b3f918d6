import type { RunStore } from "../../runs/store/make-run-store.ts";
import { UsageError } from "../../values/errors.ts";

/** The number of a run as a person writes it: `12`, `#12` or `last`. @throws UsageError */
export async function findRun(runs: RunStore, text: string): Promise<number> {
  if (text === "last") {
    const newest = await runs.newest("any");
    if (newest === null) throw new UsageError("there is no run yet");
    return newest;
  }
  if (!/^#?[1-9]\d{0,14}$/.test(text))
    throw new UsageError(`${text} is no run: give its number, or \`last\``);
  return Number(text.replace("#", ""));
}

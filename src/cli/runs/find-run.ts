import type { RunStore } from "../../runs/store/make-run-store.ts";
import { UsageError } from "../../values/errors.ts";
import { didYouMean } from "../../values/spelling/did-you-mean.ts";

/** The number of a run as a person writes it: `12`, `#12` or `last`. @throws UsageError */
export async function findRun(runs: RunStore, text: string): Promise<number> {
  if (text === "last") {
    const newest = await runs.newest("any");
    if (newest === null) throw new UsageError("there is no run yet");
    return newest;
  }
  if (!/^#?[1-9]\d{0,14}$/.test(text))
    throw new UsageError(`${text} is no run: give its number, or \`last\`${didYouMean(text, ["last"])}`);
  return Number(text.replace("#", ""));
}

/** Describes that no run has this number, and which numbers there are. */
export async function noSuchRun(runs: RunStore, runId: number): Promise<UsageError> {
  const newest = await runs.newest("any");
  return new UsageError(
    newest === null
      ? `there is no run ${runId}, and none at all yet: \`sourcing run FILE --budget N\` starts one`
      : `there is no run ${runId}; the newest is ${newest}, and \`sourcing runs\` lists them`,
  );
}

import type { Attention } from "../../composition/overview/read-attention.ts";
import type { WorkerSummary } from "../../runs/workers/store/read-workers.ts";
import { toDuration } from "../../values/duration.ts";

const WALKS_NAMED = 3;

/** Describes what keeps runs from going on, and the workers that are alive: a line each. */
export function describeAttention({ held, workers, unattended }: Attention, now: Date): string[] {
  return [
    ...(held ? ["Spending is held: `sourcing release` allows it again"] : []),
    ...unattended.map((run) => `Run ${run} waits, and no worker is alive: \`sourcing worker\` works on it`),
    ...workers.map((worker) => describeWorker(worker, now)),
  ];
}

function describeWorker({ name, host, startedAt, walks }: WorkerSummary, now: Date): string {
  const shown = walks.slice(0, WALKS_NAMED).map(({ runId, spec }) => `${spec} of run ${runId}`);
  const more = walks.length > WALKS_NAMED ? ` and ${walks.length - WALKS_NAMED} more` : "";
  const work = walks.length === 0 ? "idle" : `at work on ${shown.join(", ")}${more}`;
  return `Worker ${name} on ${host}: alive for ${toDuration(now.getTime() - startedAt.getTime())}, ${work}`;
}

import type { z } from "zod";
import type {
  Cron,
  FiringResult,
  FiringStore,
  ScheduleFailureListener,
} from "../src/runs/schedules/fire-due.ts";
import type { RunStore } from "../src/runs/store/make-run-store.ts";
import type { WorkerStore } from "../src/runs/store/make-worker-store.ts";
import type { BuyingSignals } from "../src/runs/walk/buy-page.ts";
import type { WalkDeps } from "../src/runs/walk/walk-slice.ts";
import type { Spec } from "../src/specs/spec.ts";

/** The dependencies of all jobs of one process. */
export interface JobContext {
  readonly walks: WalkDeps;
  readonly runs: RunStore;
  readonly schedules: FiringStore;
  readonly cron: Cron;
  readonly workers: WorkerStore;
  readonly ledger: { readonly resolveSuspense: () => Promise<number> };
  /** Rebuilds the search text of some people where its rules have changed. Returns whether more are left. */
  refreshSearch(): Promise<boolean>;
  readonly signals: BuyingSignals;
  /** Reads the specs of a CSV that was checked before it was stored. */
  readSpecs(csv: string): readonly Spec[];
  /** Adds a start-run job to the queue of the workers. */
  enqueueRun(runId: number): Promise<void>;
  /** Is called with every firing of this process. */
  onFired(firing: FiringResult): void;
  /** Is called with every schedule that could not be fired; the next sweep tries it again. */
  readonly onScheduleFailed: ScheduleFailureListener;
}

/** A kind of job. Payloads hold ids only. A job must bear to be run twice, late or never. */
export interface JobDefinition<Payload> {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  /** @param releaseSlot lets the next job begin while this one ends */
  process(payload: Payload, context: JobContext, releaseSlot: () => void): Promise<void>;
}

/** A kind of job whose payload's type only its own definition knows. */
export interface Job {
  readonly name: string;
  /** @throws ZodError for a payload that this kind does not have */
  run(payload: unknown, context: JobContext, releaseSlot: () => void): Promise<void>;
}

/** Makes a job of its definition: the payload is parsed at the door. */
export function defineJob<Payload>({ name, payload, process }: JobDefinition<Payload>): Job {
  return {
    name,
    run: async (raw, context, releaseSlot) => process(payload.parse(raw), context, releaseSlot),
  };
}

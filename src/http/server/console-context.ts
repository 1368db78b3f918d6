import type { App } from "../../composition/open-app.ts";
import type { Identity } from "../security/scope.ts";

/** What pages and actions work with. */
export interface ConsoleContext {
  readonly app: App;
  /** Whether this process works on runs itself. */
  readonly hasWorker: boolean;
  /** Puts a booked run into the queue of the workers. Where the queue is away, the next sweep of a worker finds the run. */
  enqueueRun(runId: number): Promise<void>;
  now(): Date;
}

/** One request of somebody who is signed in. */
export interface Visit {
  readonly context: ConsoleContext;
  readonly identity: Identity;
}

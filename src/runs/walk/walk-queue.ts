/** A job that works on one slice of a walk. */
export interface WalkJob {
  readonly walkId: number;
  /** The lease token of the walk. It grows with each slice, so each slice has its own job. */
  readonly token: number;
  /** The queue of the walk's run. */
  readonly queueName: string;
}

/** Enqueues jobs for walks. Jobs may be lost or doubled: Postgres knows what is unfinished. */
export interface WalkQueue {
  enqueue(job: WalkJob, afterMs?: number): Promise<void>;
  /** Returns whether jobs are waiting in the queue; true if that is not known. */
  hasWaitingJobs(queueName: string): Promise<boolean>;
}

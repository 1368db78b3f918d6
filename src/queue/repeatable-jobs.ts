import type { Queue } from "bullmq";

/** The times at which a job is put into a queue. */
export interface RepeatableJob {
  readonly id: string;
  readonly cron: string;
  readonly timeZone: string;
}

/** Ended jobs are removed at once: the results are in Postgres. */
export const REMOVE_ENDED = { removeOnComplete: true, removeOnFail: true };

/**
 * Leaves unchanged schedulers alone: setting one again would restart it. One whose times the queue cannot compute is left out, and
 * the others are set; if the server does not answer, the error is thrown.
 */
export async function setRepeatableJobs(
  queue: Queue,
  name: string,
  repeatableJobs: readonly RepeatableJob[],
): Promise<void> {
  const known = (await queue.getJobSchedulers()).filter((scheduler) => scheduler.name === name);
  const isSame = (repeatableJob: RepeatableJob, { key, pattern, tz }: (typeof known)[number]) =>
    key === repeatableJob.id && pattern === repeatableJob.cron && tz === repeatableJob.timeZone;
  for (const { key } of known) {
    if (!repeatableJobs.some(({ id }) => id === key)) await queue.removeJobScheduler(key);
  }
  for (const repeatableJob of repeatableJobs) {
    if (known.some((scheduler) => isSame(repeatableJob, scheduler))) continue;
    const { id, cron: pattern, timeZone: tz } = repeatableJob;
    await queue
      .upsertJobScheduler(id, { pattern, tz }, { name, data: {}, opts: REMOVE_ENDED })
      .catch(() => queue.getJobSchedulersCount());
  }
}

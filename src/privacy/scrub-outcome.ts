/**
 * What became of the traces of deleted rows in the files of the server. `scrubbed`: they are gone. `put_off`: they are not,
 * and the next deletion, worker or `sourcing retention --scrub` tries again. `left_to_server`: the server removes them by and by.
 */
export interface ScrubOutcome {
  readonly state: "scrubbed" | "put_off" | "left_to_server";
  /** What remains and why, as sentences without a full stop. */
  readonly remains: readonly string[];
}

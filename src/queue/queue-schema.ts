/** The schema of the queue in Postgres. */
export const QUEUE_SCHEMA = "sourcing_queue";

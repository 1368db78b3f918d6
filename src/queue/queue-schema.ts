/** Where the queue lives when it lives in Postgres. */
export const QUEUE_SCHEMA = "sourcing_queue";

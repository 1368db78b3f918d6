const DEFAULT_STORE_SCHEMA = "public";

/** The schema of the queue in Postgres for a store in `public`. */
export const QUEUE_SCHEMA = "sourcing_queue";

/** Returns the schema of the queue in Postgres. A store in a schema of its own has its own queue too, as jobs hold ids only. */
export function queueSchemaOf(storeSchema: string): string {
  return storeSchema === DEFAULT_STORE_SCHEMA ? QUEUE_SCHEMA : `${QUEUE_SCHEMA}_${storeSchema}`;
}

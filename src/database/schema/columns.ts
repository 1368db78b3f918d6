import { sql } from "drizzle-orm";
import { bigint, customType, timestamp } from "drizzle-orm/pg-core";

/** A number given by the database, from 1. */
export const identity = () => bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity();
/** The id of another row. */
export const reference = () => bigint({ mode: "number" });
export const moment = () => timestamp({ withTimezone: true });
/** When the row was made, by the database's clock. */
export const madeAt = () => moment().notNull().default(sql`now()`);
/** Bytes as they came. */
export const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({ dataType: () => "bytea" });
/** Words and where they stand, weighted, for full-text search. */
export const words = customType<{ data: string }>({ dataType: () => "tsvector" });

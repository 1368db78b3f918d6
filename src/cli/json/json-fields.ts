import { z } from "zod";

/** Schemas of fields as they are written in JSON. Each description is the text of `docs/json.md`. */
export const count = (description: string) => z.int().min(0).describe(description);
export const credits = (description: string) => z.int().min(0).describe(description);
export const text = (description: string) => z.string().describe(description);
export const flag = (description: string) => z.boolean().describe(description);
export const words = (description: string) => z.array(z.string()).describe(description);

/** A moment in UTC. */
export const moment = (description: string) => z.iso.datetime().describe(description);

/** A value, or null with what that means. */
export function orNull<Schema extends z.ZodType>(schema: Schema, meaning: string) {
  return schema.nullable().describe(`${schema.description ?? ""}; null: ${meaning}`);
}

/** A list of objects. */
export const list = <Schema extends z.ZodType>(schema: Schema, description: string) =>
  z.array(schema).describe(description);

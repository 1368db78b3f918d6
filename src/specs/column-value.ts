import { isPlainObject } from "../values/json.ts";
import type { Spec } from "./spec.ts";
import type { SpecColumn } from "./spec-columns.ts";

/** The value of one column of a spec; null where the spec says nothing. */
export function columnValue(spec: Spec, column: SpecColumn): unknown {
  const holder: unknown = column.role === "setting" ? spec : spec.search;
  return (isPlainObject(holder) ? holder[column.property] : undefined) ?? null;
}

import type { Spec } from "./spec.ts";
import type { SpecColumn } from "./spec-columns.ts";
import { isPlainObject } from "../values/json.ts";

/** The value of one column of a spec; null where the spec says nothing. */
export function columnValue(spec: Spec, column: SpecColumn): unknown {
  const holder: unknown = column.role === "setting" ? spec : spec.search;
  return (isPlainObject(holder) ? holder[column.property] : undefined) ?? null;
}

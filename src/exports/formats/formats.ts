import { UsageError } from "../../values/errors.ts";
import { csv } from "./csv.ts";
import type { ExportFormat } from "./export-format.ts";
import { greenhouse } from "./greenhouse.ts";
import { hubspot } from "./hubspot.ts";
import { jsonl } from "./jsonl.ts";

export const EXPORT_FORMATS: readonly ExportFormat[] = [csv, jsonl, greenhouse, hubspot];

/** Finds the format of that name. @throws UsageError if there is none */
export function findFormat(name: string): ExportFormat {
  const format = EXPORT_FORMATS.find((one) => one.name === name);
  if (format !== undefined) return format;
  throw new UsageError(`--for takes ${EXPORT_FORMATS.map((one) => one.name).join(", ")}; found ${name}`);
}

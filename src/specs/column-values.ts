import type { z } from "zod";
import { columnValue } from "./column-value.ts";
import { searchShape } from "./search-parameters.ts";
import type { Spec } from "./spec.ts";
import { SPEC_COLUMNS, type SpecColumn } from "./spec-columns.ts";
import { settingShape } from "./spec-settings.ts";

/** What a spec says, by column name; a column that it leaves open is not there. */
export type ColumnValues = ReadonlyMap<string, unknown>;

const SCHEMAS: ReadonlyMap<string, z.ZodType> = new Map(Object.entries({ ...searchShape, ...settingShape }));

/** All that a spec says. */
export function columnValues(spec: Spec): ColumnValues {
  return new Map(
    SPEC_COLUMNS.flatMap((column): [string, unknown][] => {
      const value = columnValue(spec, column);
      return value === null ? [] : [[column.name, value]];
    }),
  );
}

/** The values that are good each by itself, as a spec would hold them; a bad one is left out. */
export function goodColumnValues(cells: ReadonlyMap<SpecColumn, unknown>): ColumnValues {
  const values = new Map<string, unknown>();
  for (const [{ name }, value] of cells) {
    const parsed = SCHEMAS.get(name)?.safeParse(value);
    if (parsed?.success === true) values.set(name, parsed.data);
  }
  return values;
}

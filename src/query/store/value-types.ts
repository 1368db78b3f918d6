import pg from "pg";
import { SqlValue, toIsoTime, toJsonList, toSingleLineJson } from "../sql-value.ts";

const {
  BOOL,
  FLOAT4,
  FLOAT8,
  INT2,
  INT4,
  INT8,
  INTERVAL,
  DATE,
  JSON: JSON_TYPE,
  JSONB,
  MONEY,
  NUMERIC,
  OID,
} = pg.types.builtins;
const { TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ } = pg.types.builtins;

const NUMBERS: ReadonlySet<number> = new Set([INT2, INT4, INT8, OID, FLOAT4, FLOAT8]);
/** Types whose text can begin with a minus sign although no spreadsheet could run it. */
const SIGNED: ReadonlySet<number> = new Set([
  ...[INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC, MONEY, INTERVAL, DATE, TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ],
]);

/** The arrays of a database: the type of their elements, and what stands between two of them. */
export type ArrayTypes = ReadonlyMap<number, { readonly element: number; readonly delimiter: string }>;

/**
 * Makes the converters of a query's values. Numbers that JavaScript holds, with the same text, are numbers; times with a zone, JSON
 * and arrays keep what Postgres wrote; every other value is its text.
 */
export function makeValueTypes(arrays: ArrayTypes): Pick<typeof pg.types, "getTypeParser"> {
  return { getTypeParser: (oid: number) => converterOf(oid, arrays) };
}

type Converter = (text: string) => unknown;

function converterOf(oid: number, arrays: ArrayTypes): Converter {
  const array = arrays.get(oid);
  if (array !== undefined) {
    const convert = converterOf(array.element, arrays);
    const toJson = (element: string) => jsonOf(convert(element));
    return (text) => toList(toJsonList(text, array.delimiter, toJson));
  }
  if (NUMBERS.has(oid)) return toNumber;
  if (oid === BOOL) return (text) => text === "t";
  if (oid === JSON_TYPE || oid === JSONB)
    return (text) => new SqlValue(text, toSingleLineJson(text), "formula");
  if (oid === TIMESTAMPTZ) return (text) => new SqlValue(text, JSON.stringify(toIsoTime(text)));
  if (oid === NUMERIC) return toExact;
  return SIGNED.has(oid) ? toSigned : String;
}

function jsonOf(value: unknown): string {
  return value instanceof SqlValue ? value.json : JSON.stringify(value);
}

function toList(json: string): SqlValue {
  return new SqlValue(json, json, "formula");
}

function toNumber(text: string): unknown {
  const value = Number(text);
  const isExact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  if (!isExact) return toExact(text);
  // As -0 and 1e-07.
  return Object.is(value, -0) || String(value) !== text ? new SqlValue(text, text, "number") : value;
}

/** JSON has no exact numbers, so there it is a text. */
function toExact(text: string): SqlValue {
  return new SqlValue(text, JSON.stringify(text), "number");
}

function toSigned(text: string): unknown {
  return text.startsWith("-") ? new SqlValue(text) : text;
}

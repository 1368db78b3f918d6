import { compareText, foldCase, normalizeText } from "./text.ts";

/** Anything that JSON can say. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** An object whose values were not checked yet. */
export type PlainObject = Readonly<Record<string, unknown>>;

/** True for an object that JSON could have made: no list, no null, no instance of a class. */
export function isPlainObject(value: unknown): value is PlainObject {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** JSON with sorted keys and without white space, each text in it mapped: equal values give equal results. */
export function canonicalJson(value: unknown, map: (text: string) => string = (text) => text): string {
  if (typeof value === "string") return JSON.stringify(map(value));
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, map)).join(",")}]`;
  if (!isPlainObject(value)) return JSON.stringify(value);
  const pairs = Object.keys(value)
    .sort(compareText)
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key], map)}`);
  return `{${pairs.join(",")}}`;
}

/** The value with every text in it mapped; keys stay. */
export function mapTexts<T>(value: T, map: (text: string) => string): T;
export function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === "string") return map(value);
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, map));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, map)]));
}

/** Each value once (the first as written stays), in the order of their keys. */
export function sortedOnce<T>(values: readonly T[]): T[] {
  if (values.length < 2) return [...values];
  const byKey = new Map<string, T>();
  for (const value of values) {
    const key = identityOf(value);
    if (!byKey.has(key)) byKey.set(key, value);
  }
  return [...byKey].sort(([a], [b]) => compareText(a, b)).map(([, value]) => value);
}

/** What two values of a list share when they mean the same. */
function identityOf(value: unknown): string {
  return typeof value === "string" ? foldCase(value) : canonicalJson(value, foldCase);
}

/** An object of a list with its texts canonical, its keys sorted, and nothing that is blank. */
export function canonicalObject(value: JsonObject): JsonObject {
  const entries = Object.entries(mapTexts(value, normalizeText)).filter(
    ([, item]) => item !== null && item !== "",
  );
  return Object.fromEntries(entries.sort(([a], [b]) => compareText(a, b)));
}

/** Frozen to the last leaf. */
export type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

/** Freezes the value itself, with everything in it. */
export function deepFreeze<T>(value: T): Frozen<T>;
export function deepFreeze(value: unknown): unknown {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}

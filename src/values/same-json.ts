import { isPlainObject } from "./json.ts";

/** Whether two values are equal as JSON, in any order of keys; a key whose value is undefined counts as absent. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
  }
  return isPlainObject(a) && isPlainObject(b) && sameEntries(a, b);
}

function sameEntries(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  for (const name in a) if (!sameJson(a[name], Object.hasOwn(b, name) ? b[name] : undefined)) return false;
  for (const name in b) if (b[name] !== undefined && !Object.hasOwn(a, name)) return false;
  return true;
}

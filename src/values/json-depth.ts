/** True if no value is nested deeper than `deepest` levels. The recursion uses the stack, so `deepest` must be small. */
export function isShallow(value: unknown, deepest: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return deepest > 0 && Object.values(value).every((inner) => isShallow(inner, deepest - 1));
}

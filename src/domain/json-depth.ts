/** True where no value stands deeper than `deepest` levels. Goes level by level, so that depth costs no stack. */
export function isShallow(value: unknown, deepest: number): boolean {
  let level: object[] = isNested(value) ? [value] : [];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= deepest) return false;
    level = level.flatMap((holder) => Object.values(holder).filter(isNested));
  }
  return true;
}

function isNested(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

import pg from "pg";

/** Types that stay text, because a JavaScript value would add a time zone or lose digits, units or bytes. */
const TEXT_TYPES: ReadonlySet<number> = new Set([
  pg.types.builtins.DATE,
  pg.types.builtins.TIMESTAMP,
  pg.types.builtins.INTERVAL,
  pg.types.builtins.BYTEA,
  600, // point
  718, // circle
  // Arrays of the types above and of numeric.
  1182,
  1115,
  1187,
  1001,
  1017,
  719,
  1231,
]);

/** Converts the values of a query. Numbers that JavaScript cannot hold exactly, and infinities, stay text. */
export const VALUE_TYPES = {
  getTypeParser(oid: number, format?: "text" | "binary"): (text: string) => unknown {
    if (TEXT_TYPES.has(oid)) return String;
    const parse: (text: string) => unknown = pg.types.getTypeParser(oid, format as "text");
    return (text) => {
      const value = parse(text);
      return typeof value === "number" && !isExact(value) ? text : value;
    };
  },
};

function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

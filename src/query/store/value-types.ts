import pg from "pg";

/** Types whose JavaScript form would lose something: a zone that was never there, digits, the unit, the bytes. */
const AS_POSTGRES_WRITES_THEM: ReadonlySet<number> = new Set([
  pg.types.builtins.DATE,
  pg.types.builtins.TIMESTAMP,
  pg.types.builtins.INTERVAL,
  pg.types.builtins.BYTEA,
  600, // point
  718, // circle
  // Arrays of those and of numeric.
  1182,
  1115,
  1187,
  1001,
  1017,
  719,
  1231,
]);

/** How values of a query arrive: numbers that JavaScript cannot hold exactly, and infinities, are texts. */
export const VALUE_TYPES = {
  getTypeParser(oid: number, format?: "text" | "binary"): (text: string) => unknown {
    if (AS_POSTGRES_WRITES_THEM.has(oid)) return String;
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

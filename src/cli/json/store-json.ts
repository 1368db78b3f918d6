import { z } from "zod";
import { count, flag, list, moment, orNull, text } from "./json-fields.ts";

const tables = list(
  z.strictObject({ table: text("name of the table"), rows: count("its rows") }),
  "each table of the store",
);

/** `db copy` */
export const copyJson = z.strictObject({
  copiedNow: flag("false: a copy before had come to its end, and only this store did not know yet"),
  tables: list(
    z.strictObject({
      table: text("name of the table"),
      source: count("rows here"),
      target: count("rows there"),
    }),
    "each table of the store",
  ),
  held: flag("all spending is on hold, there as here"),
  hasPepper: flag("people are suppressed under a secret that has to move too"),
});

/** `db dump FILE` */
export const dumpJson = z.strictObject({
  file: text("the file that was written"),
  contacts: flag("with contacts and raw answers"),
  tables,
});

/** `db restore FILE` */
export const restoreJson = z.strictObject({
  madeAt: moment("when the dump was made"),
  tables,
  keptSuppressions: count("people who were suppressed here and not yet in the dump, and stay so"),
  hasPepper: flag("people are suppressed under a secret that must be that of this machine"),
  erased: orNull(
    count("people who were forgotten since the dump, and are erased again"),
    "the secret of this machine is another one",
  ),
});

/** `schema` */
export const schemaJson = z.strictObject({
  relations: list(
    z.strictObject({
      name: text("its name"),
      kind: z.enum(["view", "table"]).describe("views stay, tables may change between versions"),
      about: text("what a row is; empty: the database does not say"),
      columns: list(
        z.strictObject({
          name: text("name of the column"),
          type: text("its type in Postgres"),
          about: text("what it holds; empty: the database does not say"),
        }),
        "its columns that queries may read, in their order",
      ),
    }),
    "views and tables that queries may read; with VIEW the one of that name",
  ),
  functions: list(
    z.strictObject({
      name: text("its name"),
      signature: text("its name and its parameters with their types"),
      returns: text("the type of its result"),
      about: text("what it returns"),
    }),
    "functions of the store that queries may call; with VIEW those of that name",
  ),
});

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

import { z } from "zod";
import { normalizeText } from "../values/text.ts";
import { type ColumnDocs, columnDocs } from "./column-docs.ts";
import { textListSchema, textSchema } from "./spec-schemas.ts";

/** A larger budget is a typing error. In credits. */
const MAX_BUDGET = 1_000_000_000;
const MAX_SLUG_LENGTH = 64;

const setting = (help: string, example: string): ColumnDocs => ({ role: "setting", help, example });
const whole = (least: number, most: number, docs: ColumnDocs) =>
  z.int().min(least).max(most).register(columnDocs, docs);
const flag = (docs: ColumnDocs) => z.boolean().register(columnDocs, docs);
const text = (maxLength: number, docs: ColumnDocs) => textSchema(maxLength).register(columnDocs, docs);

/** What a spec says besides its search, by column name. None of it is ever sent to the API. */
export const settingShape = {
  spec: z
    .string()
    .trim()
    .max(MAX_SLUG_LENGTH)
    .regex(/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/u)
    .register(columnDocs, setting("The name of the spec, unique in the file.", "paris-vp-product")),
  budget_credits: whole(
    0,
    MAX_BUDGET,
    setting("Most credits that one run may spend on this spec; blank: no limit.", "500"),
  ),
  lifetime_credits: whole(
    0,
    MAX_BUDGET,
    setting("Most credits that this spec may ever cost; blank: no limit.", "5000"),
  ),
  max_pages: whole(1, 1_000_000, setting("Most pages that one run may buy; blank: no limit.", "20")),
  refresh_days: whole(0, 3_650, setting("Days before a finished search is bought again; blank: 30.", "30")),
  stop_after_known_pages: whole(
    0,
    1_000,
    setting("A refresh stops after so many pages in a row of known people; 0 never; blank: 2.", "2"),
  ),
  nightly: flag(setting("Whether nightly runs take this spec; blank: no.", "no")),
  enabled: flag(setting("Whether runs may take this spec at all; blank: yes.", "yes")),
  priority: whole(-1_000, 1_000, setting("Higher goes first; blank: 0.", "0")),
  tags: textListSchema(50, (tag) => normalizeText(tag).toLowerCase()).register(
    columnDocs,
    setting("Words to choose specs by; case is ignored.", "product | paris"),
  ),
  owner: text(200, setting("Who wants these people.", "Ada")),
  notes: text(2_000, setting("Anything worth knowing.", "Replaces the search of last spring")),
};

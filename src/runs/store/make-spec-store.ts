import { bindOperations } from "../../database/bind-operations.ts";
import type { Database } from "../../database/database.ts";
import { importSpecs } from "../../specs/store/import-specs.ts";
import { readOverlaps } from "../../specs/store/read-overlaps.ts";
import { readStoredSpecs } from "../../specs/store/stored-specs.ts";
import { readGaps } from "../plan/store/read-gaps.ts";
import { readSpecWalks } from "./course/read-spec-walks.ts";
import { readHistories } from "./read-purchases.ts";

/** Specs in Postgres and what was bought of them. Every function may throw StoreUnavailable. */
export function makeSpecStore(db: Database) {
  return bindOperations(db, {
    stored: readStoredSpecs,
    import: importSpecs,
    histories: readHistories,
    gaps: readGaps,
    overlaps: readOverlaps,
    walks: readSpecWalks,
  });
}

export type SpecStore = ReturnType<typeof makeSpecStore>;

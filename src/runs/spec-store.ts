import type { Spec } from "../specs/spec.ts";
import type { ImportOptions, ImportPlan, StoredSpec } from "../specs/spec-changes.ts";
import type { SpecOverlap } from "../specs/spec-overlap.ts";
import type { SearchHistory } from "./plan/run-plan.ts";

/** The specs of a store. Every method may throw StoreUnavailable. */
export interface SpecStore {
  /** All of them by slug, the disabled too. */
  stored(): Promise<StoredSpec[]>;
  /** Stores specs, all or none; gives what changed. */
  import(specs: readonly Spec[], options: ImportOptions): Promise<ImportPlan>;
  /** What was bought of each before, by slug. */
  histories(specs: readonly StoredSpec[]): Promise<Map<string, SearchHistory>>;
  /** How much of what each finds is found by others too; those that have found nobody are left out. Reads all sightings. */
  overlaps(specs: readonly StoredSpec[]): Promise<SpecOverlap[]>;
}

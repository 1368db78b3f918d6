import { canonicalJson } from "../values/json.ts";
import { cutCharacters } from "../values/text.ts";
import { columnValue } from "./column-value.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { Spec } from "./spec.ts";
import { SPEC_COLUMNS } from "./spec-columns.ts";
import { warningTexts } from "./stored-warnings.ts";

/** A spec as the database holds it. */
export type StoredSpec = Spec & {
  /** From 1; one more each time the search changes. */
  readonly revision: number;
  readonly fingerprint: string;
  /** What was odd about it when it was stored last, a sentence each; none of it stops a run. */
  readonly warnings: readonly string[];
};

/** One column that differs; values as text, "none" where there is none. */
export interface ColumnChange {
  readonly column: string;
  readonly from: string;
  readonly to: string;
}

export interface SpecChange {
  readonly before: StoredSpec;
  /** What should be stored now. */
  readonly after: StoredSpec;
  readonly fields: readonly ColumnChange[];
}

/** What an import does to the stored specs; every incoming spec is in exactly one of the first four. */
export interface ImportPlan {
  /** At revision 1. */
  readonly added: readonly StoredSpec[];
  /** The same search under other settings, or written in other capitals: the revision stays. */
  readonly changed: readonly SpecChange[];
  /** Another search: a new revision, with a walk of its own. Settings may differ too. */
  readonly revised: readonly SpecChange[];
  readonly unchanged: readonly StoredSpec[];
  /** Those among the unchanged of which other warnings are told than were stored. */
  readonly reworded: readonly StoredSpec[];
  /** Switched off by `prune`. */
  readonly disabled: readonly StoredSpec[];
}

export interface ImportOptions {
  /** Disables the stored specs that the file does not name. */
  readonly prune: boolean;
  /** Slugs that the file names in rows that could not be read: `prune` spares them. */
  readonly mentioned?: Iterable<string>;
}

/**
 * Decides what an import changes. An incoming spec replaces the stored one whole: a column that the file leaves blank
 * or does not have goes back to its default. Slugs must be unique on each side.
 */
export function planImport(
  stored: readonly StoredSpec[],
  incoming: readonly Spec[],
  options: ImportOptions,
): ImportPlan {
  const bySlug = new Map(stored.map((spec) => [spec.spec, spec]));
  const changes = incoming.map((spec) => compareSpec(bySlug.get(spec.spec), spec));
  const named = new Set([...incoming.map((spec) => spec.spec), ...(options.mentioned ?? [])]);
  return {
    added: changes.filter((change) => change.before === undefined).map((change) => change.after),
    changed: changes
      .filter((change) => isKnown(change))
      .filter((change) => change.fields.length > 0 && !isRevision(change)),
    revised: changes.filter((change) => isKnown(change)).filter(isRevision),
    unchanged: changes
      .filter((change) => isKnown(change))
      .flatMap((change) => (change.fields.length === 0 ? change.after : [])),
    reworded: changes
      .filter((change) => isKnown(change))
      .filter((change) => change.fields.length === 0 && !hasSameWarnings(change))
      .map((change) => change.after),
    disabled: options.prune
      ? stored
          .filter((spec) => spec.enabled && !named.has(spec.spec))
          .map((spec) => ({ ...spec, enabled: false }))
      : [],
  };
}

/** `paris-vp r1 -> r2: location Paris -> Lyon; starts at page 1`. `startPage` is where the new revision's walk begins. */
export function describeRevision(change: SpecChange, startPage = 1): string {
  const { before, after } = change;
  return `${after.spec} r${before.revision} -> r${after.revision}: ${describeFields(change)}; starts at page ${startPage}`;
}

/** `paris-vp: budget_credits 500 -> 1000`. */
export function describeChange(change: SpecChange): string {
  return `${change.after.spec}: ${describeFields(change)}`;
}

type Compared = Omit<SpecChange, "before"> & { readonly before: StoredSpec | undefined };

function isKnown(change: Compared): change is SpecChange {
  return change.before !== undefined;
}

function isRevision(change: SpecChange): boolean {
  return change.before.revision !== change.after.revision;
}

function hasSameWarnings({ before, after }: SpecChange): boolean {
  return canonicalJson(before.warnings) === canonicalJson(after.warnings);
}

function compareSpec(before: StoredSpec | undefined, spec: Spec): Compared {
  const fingerprint = fingerprintOf(spec.search);
  const warnings = warningTexts(spec);
  if (before === undefined) {
    return { before, after: { ...spec, revision: 1, fingerprint, warnings }, fields: [] };
  }
  const revision = before.fingerprint === fingerprint ? before.revision : before.revision + 1;
  return { before, after: { ...spec, revision, fingerprint, warnings }, fields: changedFields(before, spec) };
}

function changedFields(before: Spec, after: Spec): ColumnChange[] {
  return SPEC_COLUMNS.flatMap((column) => {
    const old = columnValue(before, column);
    const now = columnValue(after, column);
    if (canonicalJson(old) === canonicalJson(now)) return [];
    return [{ column: column.name, from: describeValue(old), to: describeValue(now) }];
  });
}

function describeFields(change: SpecChange): string {
  return change.fields.map((field) => `${field.column} ${field.from} -> ${field.to}`).join(", ");
}

function describeValue(value: unknown): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return "none";
  if (!Array.isArray(value)) return shorten(typeof value === "string" ? value : JSON.stringify(value));
  return shorten(value.map((item) => (typeof item === "string" ? item : JSON.stringify(item))).join(" | "));
}

function shorten(text: string): string {
  return cutCharacters(text, 60);
}

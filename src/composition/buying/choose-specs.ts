import type { SpecStore } from "../../runs/store/make-spec-store.ts";
import { noSuchSpec } from "../../specs/no-such-spec.ts";
import { withSameSearches } from "../../specs/same-searches.ts";
import type { Spec } from "../../specs/spec.ts";
import { planImport, type StoredSpec } from "../../specs/spec-changes.ts";
import { isSelected, type SpecSelection } from "../../specs/spec-selection.ts";
import { UsageError } from "../../values/errors.ts";
import { didYouMean } from "../../values/spelling/did-you-mean.ts";

/**
 * The specs that a run would take, as they would be stored; changes nothing.
 * @param fromFile the specs of its CSV, where that is the selection
 * @param nightlyOnly whether it takes only those marked `nightly`, as a schedule does
 * @throws UsageError where a named spec is not there or disabled, or nothing is left
 */
export async function chooseSpecs(
  store: SpecStore,
  selection: SpecSelection,
  fromFile: readonly Spec[],
  nightlyOnly = false,
): Promise<StoredSpec[]> {
  const stored = await store.stored();
  if (selection.kind === "csv") return enabledOf(asStored(stored, fromFile));
  if (selection.kind === "specs") refuseUnusable(stored, selection.specs);
  const enabled = stored.filter((spec) => isSelected(spec, selection));
  const chosen = enabled.filter((spec) => isSelected(spec, selection, nightlyOnly));
  if (chosen.length > 0) return withSameSearches(chosen, stored);
  if (enabled.length > 0) throw new UsageError("none of these specs is marked nightly");
  const none =
    stored.length === 0
      ? "no specs are stored yet: `sourcing specs import FILE`"
      : "no enabled spec is meant";
  throw new UsageError(selection.kind === "tag" ? noSuchTag(selection.tag, stored) : none);
}

function noSuchTag(tag: string, stored: readonly StoredSpec[]): string {
  const tags = stored.filter(({ enabled }) => enabled).flatMap((spec) => spec.tags);
  return `no enabled spec has the tag ${tag}${didYouMean(tag, tags)}`;
}

function asStored(stored: readonly StoredSpec[], incoming: readonly Spec[]): StoredSpec[] {
  const plan = planImport(stored, incoming, { prune: false });
  const after = [
    ...plan.added,
    ...[...plan.changed, ...plan.revised].map((change) => change.after),
    ...plan.unchanged,
  ];
  const bySlug = new Map(after.map((spec) => [spec.spec, spec]));
  const others = stored.filter(({ spec }) => !bySlug.has(spec));
  return withSameSearches(
    incoming.flatMap(({ spec }) => bySlug.get(spec) ?? []),
    [...after, ...others],
  );
}

function enabledOf(specs: StoredSpec[]): StoredSpec[] {
  const enabled = specs.filter((spec) => spec.enabled);
  if (enabled.length === 0) throw new UsageError("every spec in the file is disabled");
  return enabled;
}

function refuseUnusable(stored: readonly StoredSpec[], slugs: readonly string[]): void {
  const bySlug = new Map(stored.map((spec) => [spec.spec, spec]));
  const missing = slugs.filter((slug) => !bySlug.has(slug));
  const disabled = slugs.filter((slug) => bySlug.get(slug)?.enabled === false);
  if (missing.length > 0) {
    throw noSuchSpec(missing, stored);
  }
  if (disabled.length > 0) {
    throw new UsageError(
      `disabled: ${disabled.join(", ")}; \`sourcing specs enable ${disabled.join(" ")}\` changes that`,
    );
  }
}

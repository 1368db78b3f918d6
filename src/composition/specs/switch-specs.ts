import { noSuchSpec } from "../../specs/no-such-spec.ts";
import type { App } from "../open-app.ts";

/** Allows or forbids runs to take these specs. @throws UsageError where one is not stored; then nothing is changed */
export async function switchSpecs(
  { specs }: Pick<App, "specs">,
  slugs: readonly string[],
  enabled: boolean,
): Promise<void> {
  const stored = await specs.stored();
  const bySlug = new Map(stored.map((spec) => [spec.spec, spec]));
  const missing = slugs.filter((slug) => !bySlug.has(slug));
  if (missing.length > 0) throw noSuchSpec(missing, stored);
  const chosen = slugs.flatMap((slug) => bySlug.get(slug) ?? []);
  await specs.import(
    chosen.map(({ revision: _, fingerprint: __, warnings: ___, ...spec }) => ({ ...spec, enabled })),
    { prune: false },
  );
}

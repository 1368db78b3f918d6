import { UsageError } from "../values/errors.ts";
import { nearestNames } from "../values/spelling/did-you-mean.ts";

/**
 * Describes that no spec has these names, so that nothing was done. Each is followed by the names that are most likely meant.
 * @param stored the specs that there are
 */
export function noSuchSpec(
  missing: readonly string[],
  stored: readonly { readonly spec: string }[],
): UsageError {
  const slugs = stored.map(({ spec }) => spec);
  const named = missing.map((name) => {
    const near = nearestNames(name, slugs);
    return near.length === 0 ? name : `${name} (did you mean ${near.join(" or ")}?)`;
  });
  return new UsageError(
    `no such spec: ${named.join(", ")}; nothing was done; \`sourcing specs list\` shows those that are stored`,
  );
}

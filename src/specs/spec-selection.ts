import { z } from "zod";

/** Which specs a run takes; a disabled spec is in none. */
export const selectionSchema = z.discriminatedUnion("kind", [
  /** Those that the run's own CSV names. */
  z.strictObject({ kind: z.literal("csv") }),
  z.strictObject({ kind: z.literal("specs"), specs: z.array(z.string()).min(1).readonly() }),
  z.strictObject({ kind: z.literal("tag"), tag: z.string().min(1) }),
  z.strictObject({ kind: z.literal("all") }),
]);
export type SpecSelection = z.infer<typeof selectionSchema>;

/**
 * Whether a selection from the database takes this spec.
 * @param nightlyOnly whether only specs marked `nightly` are taken, as by the runs of schedules
 */
export function isSelected(
  spec: { spec: string; enabled: boolean; nightly: boolean; tags: readonly string[] },
  selection: Exclude<SpecSelection, { kind: "csv" }>,
  nightlyOnly = false,
): boolean {
  if (!spec.enabled || (nightlyOnly && !spec.nightly)) return false;
  switch (selection.kind) {
    case "specs":
      return selection.specs.includes(spec.spec);
    case "tag":
      return spec.tags.includes(selection.tag.toLowerCase());
    case "all":
      return true;
  }
}

import type { SheetPlace } from "../../specs/sheets/read-specs.ts";
import type { SpecSelection } from "../../specs/spec-selection.ts";
import { UsageError } from "../../values/errors.ts";

/** The options by which a command chooses specs. */
export interface SelectionOptions extends SheetPlace {
  readonly specs?: string;
  readonly tag?: string;
  readonly all?: boolean;
}

/** Which specs a command means. @throws UsageError where it says none or several ways */
export function toSelection(file: string | undefined, options: SelectionOptions): SpecSelection {
  const ways: SpecSelection[] = [
    ...(file === undefined ? [] : [{ kind: "csv" as const }]),
    ...(options.specs === undefined ? [] : [{ kind: "specs" as const, specs: toSlugs(options.specs) }]),
    ...(options.tag === undefined ? [] : [{ kind: "tag" as const, tag: options.tag }]),
    ...(options.all === true ? [{ kind: "all" as const }] : []),
  ];
  const [way, ...more] = ways;
  if (way === undefined) throw new UsageError("say what to run: a CSV file, --specs a,b, --tag t or --all");
  if (more.length > 0)
    throw new UsageError("say what to run in one way only: a CSV file, --specs, --tag or --all");
  return way;
}

function toSlugs(text: string): string[] {
  const slugs = text.split(",").map((slug) => slug.trim());
  if (slugs.some((slug) => slug === ""))
    throw new UsageError("--specs takes slugs with commas between: --specs a,b");
  return [...new Set(slugs)];
}

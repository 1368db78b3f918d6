import { z } from "zod";
import { ledgerLineSchema } from "../../credits/store/read-spend.ts";
import { findScheduleProblem, nextFirings } from "../../runs/schedules/cron.ts";
import { specWalkSchema } from "../../runs/store/course/read-spec-walks.ts";
import { withSameSearches } from "../../specs/same-searches.ts";
import { toSpecCells } from "../../specs/sheets/write-specs.ts";
import type { StoredSpec } from "../../specs/spec-changes.ts";
import { isSelected } from "../../specs/spec-selection.ts";
import { makePlan } from "../buying/make-plan.ts";
import type { App } from "../open-app.ts";

export const specLineSchema = z.object({
  spec: z.string(),
  revision: z.number(),
  enabled: z.boolean(),
  nightly: z.boolean(),
  tags: z.array(z.string()),
  owner: z.string().nullable(),
  warnings: z.array(z.string()),
  /** What was bought of it; null: nothing. */
  yield: ledgerLineSchema.nullable(),
  /** What the next run would do: `first`, `refresh`, `continue`, `fresh` or `failed`. */
  action: z.string(),
  /** Page from which the next run would buy; null: it buys nothing. */
  page: z.number().nullable(),
  likely: z.number().nullable(),
  most: z.number().nullable(),
  /** Its next scheduled run; null: there is none. */
  nextAt: z.date().nullable(),
});
export type SpecLine = z.infer<typeof specLineSchema>;
export const specsPageSchema = z.object({ specs: z.array(specLineSchema) });

export const specPageSchema = specLineSchema.extend({
  /** The cells of its row in a sheet, by column. */
  cells: z.record(z.string(), z.string()),
  walks: z.array(specWalkSchema),
  /** Null: not asked for, or nobody was found by its current search. */
  overlap: z
    .object({
      people: z.number(),
      shared: z.number(),
      closest: z.object({ spec: z.string(), shared: z.number() }).nullable(),
    })
    .nullable(),
});
export type SpecPage = z.infer<typeof specPageSchema>;

const WALKS_SHOWN = 30;

/** Returns every stored spec with what it has brought and what its next run would do. */
export async function readSpecsPage(app: App): Promise<z.infer<typeof specsPageSchema>> {
  const all = await app.specs.stored();
  return { specs: await toLines(app, withSameSearches(all, all)) };
}

/** Returns all of one spec; null: it is not stored. */
export async function readSpecPage(
  app: App,
  slug: string,
  { withOverlap }: { readonly withOverlap: boolean },
): Promise<SpecPage | null> {
  const all = await app.specs.stored();
  const found = withSameSearches(
    all.filter(({ spec }) => spec === slug),
    all,
  );
  const [spec] = found;
  const [line] = await toLines(app, found);
  if (spec === undefined || line === undefined) return null;
  const walks = await app.specs.walks(slug, WALKS_SHOWN);
  const [overlap] = withOverlap ? await app.specs.overlaps([spec]) : [];
  return { ...line, cells: Object.fromEntries(toSpecCells(spec)), walks, overlap: overlap ?? null };
}

async function toLines(app: App, specs: readonly StoredSpec[]): Promise<SpecLine[]> {
  const [bought, plan, next] = await Promise.all([
    app.ledger.lines("spec"),
    makePlan(app, specs, {}),
    nextTimes(app, specs),
  ]);
  const yields = new Map(bought.map((line) => [line.key, line]));
  return plan.specs.map(({ spec, action, page, forecast, mostCredits }, index) => {
    const { revision, enabled, nightly, tags, owner, warnings } = specs[index] as StoredSpec;
    return {
      ...{ spec, revision, enabled, nightly, owner, action, page },
      tags: [...tags],
      warnings: [...warnings],
      yield: yields.get(spec) ?? null,
      likely: forecast?.likely ?? null,
      most: mostCredits,
      nextAt: next.get(spec) ?? null,
    };
  });
}

/** The soonest firing that takes each spec. */
async function nextTimes({ schedules }: App, specs: readonly StoredSpec[]): Promise<Map<string, Date>> {
  const { schedules: list, now } = await schedules.list();
  const next = new Map<string, Date>();
  for (const schedule of list) {
    const [at] =
      findScheduleProblem(schedule) === null ? nextFirings(schedule.cron, schedule.timeZone, now, 1) : [];
    for (const spec of specs) {
      const known = next.get(spec.spec);
      if (
        at !== undefined &&
        isSelected(spec, schedule.selection, true) &&
        (known === undefined || at < known)
      )
        next.set(spec.spec, at);
    }
  }
  return next;
}

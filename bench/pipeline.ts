import { drizzle } from "drizzle-orm/node-postgres";
import type pg from "pg";
import type { TemporaryStore } from "../scripts/temporary-store.ts";
import { profiles } from "../src/database/schema/people.ts";
import { mergeProfile } from "../src/people/merge.ts";
import { parseProfile } from "../src/people/profile.ts";
import { type BothRuns, buyTwice, compareBuilds, USAGE_COLUMNS, usageRow } from "./compared-builds.ts";
import { alternate, type Figures, type Measurement, rateOf, type Spread, timed } from "./measurement.ts";
import { distinctOf, PAGE_SIZE, pagesOf, returnedOf, type SearchPlan, shownOn } from "./pages/search-plan.ts";
import { withPageServer } from "./pages/with-page-server.ts";
import { toLines } from "./people/copy-rows.ts";
import { makeInventor } from "./people/invent-person.ts";
import { timedCopy } from "./people/timed-copy.ts";
import { PROGRAM } from "./run-node.ts";
import { withEmptyStore } from "./with-empty-store.ts";

const PLAN: SearchPlan = { specs: 8, peoplePerSpec: 5_000 };
/** Enough for a rate; all of them would take a minute a round. */
const ROW_BY_ROW = 2_000;
const DETAIL = { experiences: true, educations: true, receivedOn: "2026-11-29" };

/** The main job from end to end, as a process of its own, twice, beside the fastest and the plainest way to write. */
export const pipeline: Measurement = {
  name: "pipeline",
  about:
    "40,000 profiles bought, 20,000 of them distinct, and bought again: profiles a second beside COPY and row by row",
  async run(store, { against, rounds }) {
    if (against !== null)
      return [await withPageServer(PLAN, {}, (env) => compareBuilds({ store, against, rounds }, PLAN, env))];
    const runs: BothRuns[] = [];
    const rates = await withPageServer(PLAN, {}, (env) => measureRates(store, env, runs));
    return [toFigures(rates), toUsage(runs)];
  },
};

type Rates = Readonly<Record<"copy" | "first" | "second" | "rows", Spread>>;

async function measureRates(
  store: TemporaryStore,
  env: Readonly<Record<string, string>>,
  runs: BothRuns[],
): Promise<Rates> {
  const texts = textsOfPages();
  const lines = [...toLines(texts.map((text) => [text]))];
  const rates = await alternate({
    copy: async () => rateOf(texts.length, await timedCopy(store.url, lines)),
    first: async (round) => {
      const both = await buyTwice({ store, program: PROGRAM }, PLAN, env);
      runs[round] = both;
      return returnedOf(PLAN) / both.first.seconds;
    },
    second: async (round) => returnedOf(PLAN) / (runs[round]?.second.seconds ?? Number.NaN),
    rows: () => withEmptyStore(store, async ({ db }) => rateOf(ROW_BY_ROW, await timedRows(db.pool, texts))),
  });
  return rates;
}

/** What all pages say of people, in the order in which the searches show them. */
function textsOfPages(): string[] {
  const inventor = makeInventor(distinctOf(PLAN));
  const people = Array.from({ length: distinctOf(PLAN) }, (_, index) => inventor.write(index));
  const pages = Array.from({ length: PLAN.specs * pagesOf(PLAN) }, (_, at) =>
    shownOn(PLAN, Math.floor(at / pagesOf(PLAN)), (at % pagesOf(PLAN)) + 1),
  );
  return pages.flat().map((index) => people[index] ?? "");
}

/** A script without any of our care: one upsert a profile through drizzle, one transaction a page, no search columns. */
async function timedRows(pool: pg.Pool, texts: readonly string[]): Promise<number> {
  await pool.query("alter table profiles disable trigger user");
  const db = drizzle(pool, { casing: "snake_case" });
  const chosen = texts.slice(0, ROW_BY_ROW);
  return timed(async () => {
    for (let from = 0; from < chosen.length; from += PAGE_SIZE)
      await db.transaction(async (tx) => {
        for (const text of chosen.slice(from, from + PAGE_SIZE)) {
          const row = toRow(text);
          await tx.insert(profiles).values(row).onConflictDoUpdate({ target: profiles.profileId, set: row });
        }
      });
  });
}

function toRow(text: string) {
  const parsed = parseProfile(JSON.parse(text), 0);
  if (parsed.kind === "rejected") throw new Error("an invented profile cannot be read");
  const { contacts: _contacts, skills, ...row } = mergeProfile(null, parsed.profile, DETAIL);
  return { ...row, skills: [...skills] };
}

function toUsage(runs: readonly BothRuns[]): Figures {
  const pages = PLAN.specs * pagesOf(PLAN);
  return {
    title: `What a page of ${PAGE_SIZE} costs`,
    columns: ["what", ...USAGE_COLUMNS],
    rows: (["first", "second"] as const).map((which) =>
      usageRow(
        `${which} run`,
        runs.map((both) => both[which]),
        pages,
      ),
    ),
    notes: ["Processor time of whole processes, by the system's accounting, in ms a page."],
  };
}

function toFigures({ copy, first, second, rows }: Rates): Figures {
  const line = (what: string, { median, min, max }: Spread) => [
    ...[what, Math.round(median), Math.round(min), Math.round(max)],
    ...[(median / copy.median).toFixed(2), (median / rows.median).toFixed(1)],
  ];
  return {
    title: `${returnedOf(PLAN)} profiles returned, ${distinctOf(PLAN)} distinct, by ${PLAN.specs} searches`,
    columns: ["what", "profiles a second", "least", "most", "of COPY (L)", "times row by row"],
    rows: [
      line("COPY of the raw texts (L)", copy),
      line("first run", first),
      line("second run, --restart", second),
      line("drizzle, row by row", rows),
    ],
    notes: ["With the start of the program."],
  };
}

import { sql } from "drizzle-orm";
import type { Database } from "../src/database/database.ts";
import type { SearchAnswer } from "../src/leonar/profile-search.ts";
import { answeredPages } from "./answered-pages.ts";
import { alternate, type Figures, type Measurement, type Spread, timed } from "./measurement.ts";
import { spendBudget } from "./spend-budget.ts";
import { withDatabase } from "./with-database.ts";

const [ONE, SOME, MANY] = [1, 8, 32] as const;
/** What the budget of each round allows. */
const CALLS = 320;
const UPDATES = 1_920;

/** All that is bought in one run meets at its budget: whether many writers get in each other's way there. */
export const budget: Measurement = {
  name: "budget",
  about: `calls opened a second by ${ONE}, ${SOME} and ${MANY} writers on one run's budget, against bare updates of one row`,
  run: ({ url }) =>
    withDatabase(url, ONE, (one) =>
      withDatabase(url, SOME, (some) => withDatabase(url, MANY, (many) => measureBudget(one, some, many))),
    ),
};

async function measureBudget(one: Database, some: Database, many: Database): Promise<Figures[]> {
  const [answer] = await answeredPages(1);
  if (answer === undefined) throw new Error("the search found nobody");
  await one.pool.query("create table bench_counter (n bigint not null)");
  await one.pool.query("insert into bench_counter values (0)");
  // The first page of a kind goes alone; connections are made and caches warmed on the way.
  for (const [db, writers] of [
    [one, ONE],
    [some, SOME],
    [many, MANY],
  ] as const) {
    await spendBudget(db, `warm-${writers}`, writers, writers * 2, answer);
    await countUp(db, writers, UPDATES);
  }
  const spend = (db: Database, writers: number) => async (round: number) =>
    1_000 / (await spendBudget(db, `round-${round}-${writers}`, writers, CALLS, answer));
  const count = (db: Database, writers: number) => async () =>
    (UPDATES * 1_000) / (await timed(() => countUp(db, writers, UPDATES)));
  const rates = await alternate({
    ...{ spendOne: spend(one, ONE), countOne: count(one, ONE) },
    ...{ spendSome: spend(some, SOME), countSome: count(some, SOME) },
    ...{ spendMany: spend(many, MANY), countMany: count(many, MANY) },
  });
  return [toFigures(rates, answer)];
}

/** The bare limit: short transactions that have to have one row each after the other. */
async function countUp(db: Database, writers: number, updates: number): Promise<void> {
  let left = updates;
  const write = async () => {
    for (; left > 0; left -= 1)
      await db.transaction((tx) => tx.execute(sql`update bench_counter set n = n + 1`));
  };
  await Promise.all(Array.from({ length: writers }, write));
}

type Rates = Record<`${"spend" | "count"}${"One" | "Some" | "Many"}`, Spread>;

const COLUMNS = [
  ...["writers", "calls opened a second", "min", "max"],
  ...["bare updates a second", "min", "max", "ratio"],
];

function toFigures(rates: Rates, answer: SearchAnswer): Figures {
  const { spendOne, spendSome, spendMany, countOne, countSome, countMany } = rates;
  const row = (writers: number, calls: Spread, bare: Spread) => [
    ...[String(writers), calls.median, calls.min, calls.max, bare.median, bare.min, bare.max],
    bare.median / calls.median,
  ];
  const pace = spendMany.median / spendSome.median;
  const barePace = countMany.median / countSome.median;
  return {
    title: `Calls a second on the budget of one run, ${CALLS} a round`,
    columns: COLUMNS,
    rows: [
      row(ONE, spendOne, countOne),
      row(SOME, spendSome, countSome),
      row(MANY, spendMany, countMany),
      [`${MANY} : ${SOME}`, pace, "", "", barePace, "", "", ""],
    ],
    notes: [
      `Each call is opened (T1) and answered at once (T2a) with a page of ${answer.body.length} bytes: two transactions, one after the other.`,
      "Every round ended at its budget to the credit, and at no time was more booked.",
    ],
  };
}

import type pg from "pg";
import type { TemporaryStore } from "../scripts/temporary-store.ts";
import { alternate, type Figures, type Measurement, rateOf, type Spread, spreadOf } from "./measurement.ts";
import { runPlan } from "./pages/run-plan.ts";
import { distinctOf, returnedOf, type SearchPlan } from "./pages/search-plan.ts";
import { withPageServer } from "./pages/with-page-server.ts";
import { fillStore } from "./people/fill-store.ts";
import { withEmptyStore } from "./with-empty-store.ts";

/** Bought anew in each round, on top of what is stored. */
const PLAN: SearchPlan = { specs: 8, peoplePerSpec: 1_000 };

/** Whether storing people becomes slower the more are stored. */
export const growth: Measurement = {
  name: "growth",
  about: `rate and WAL of ${returnedOf(PLAN)} profiles bought on top of none, a tenth of the people, and all of them`,
  run: (store, { people }) =>
    withEmptyStore(store, (few) =>
      withEmptyStore(
        store,
        async (some) => {
          await fillStore(some, Math.ceil(people / 10));
          await fillStore(store, people);
          return measureGrowth({ few, some, many: store }, people);
        },
        "bench_some",
      ),
    ),
};

type Stores = Readonly<Record<"few" | "some" | "many", TemporaryStore>>;

async function measureGrowth(stores: Stores, people: number): Promise<Figures[]> {
  const wal: Record<keyof Stores, number[]> = { few: [], some: [], many: [] };
  const buyInto = (size: keyof Stores) => async (round: number) => {
    const { db, url } = stores[size];
    const { ms, bytes } = await buyNewPeople(db.pool, url, `${size}-${round}-`);
    wal[size].push(bytes / returnedOf(PLAN));
    return rateOf(returnedOf(PLAN), ms);
  };
  const rates = await alternate({ few: buyInto("few"), some: buyInto("some"), many: buyInto("many") });
  const row = (stored: number, size: keyof Stores) => [
    ...[String(stored), ...toWhole(rates[size]), (rates[size].median / rates.few.median).toFixed(2)],
    spreadOf(wal[size]).median / 1_024,
  ];
  return [
    {
      title: `${returnedOf(PLAN)} profiles bought, ${distinctOf(PLAN)} of them new, by people stored before`,
      columns: ["stored", "profiles a second", "least", "most", "of the rate at 0", "WAL a profile (KiB)"],
      rows: [row(0, "few"), row(Math.ceil(people / 10), "some"), row(people, "many")],
      notes: ["With the start of the program. The first store grows by what each round buys."],
    },
  ];
}

async function buyNewPeople(pool: pg.Pool, url: string, prefix: string) {
  await pool.query("checkpoint");
  const before = await walPosition(pool);
  const { ms } = await withPageServer(PLAN, { prefix }, (env) =>
    runPlan(PLAN, { ...env, DATABASE_URL: url }, { more: ["--restart"] }),
  );
  return { ms, bytes: (await walPosition(pool)) - before };
}

async function walPosition(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query("select pg_current_wal_lsn() - '0/0' as bytes");
  return Number(rows[0]?.bytes);
}

function toWhole({ median, min, max }: Spread): number[] {
  return [median, min, max].map(Math.round);
}

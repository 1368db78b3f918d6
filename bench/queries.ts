import type pg from "pg";
import type { TemporaryStore } from "../scripts/temporary-store.ts";
import { readQueries } from "../src/query/store/read-named-queries.ts";
import { type BenchOptions, type Figures, type Measurement, spreadOf, timed } from "./measurement.ts";
import { fillStore } from "./people/fill-store.ts";
import { type Question, questionsAbout, SAMPLES, type Sample, samplePeople } from "./questions.ts";
import { measureSizes } from "./sizes.ts";
import { withClient } from "./with-client.ts";

const RUNS = 25;
/** As many as `query` shows on a screen. */
const ROWS = 200;

/** Every question that ships with the project, and those that people type themselves, each with many different values. */
export const queries: Measurement = {
  name: "queries",
  about:
    "named queries and searches over a store of many people, in milliseconds, with the sizes of tables and indexes",
  async run(store: TemporaryStore, { people }: BenchOptions): Promise<Figures[]> {
    const seconds = (await timed(() => fillStore(store, people))) / 1_000;
    return [await measureQueries(store, people, seconds), ...(await measureSizes(store.db.pool))];
  },
};

async function measureQueries({ url }: TemporaryStore, people: number, seconds: number): Promise<Figures> {
  const rows = await withClient(url, async (client) => {
    const samples = await samplePeople(client);
    const measured: (string | number)[][] = [];
    for (const question of questionsAbout(readQueries())) {
      const found = await measureOne(client, question, samples);
      measured.push([question.name, question.readsAll ? "all" : "", found.rows, ...found.times]);
    }
    return measured;
  });
  return {
    title: `Queries over ${people} people, ${RUNS} runs each with different values, ${ROWS} rows wanted (ms)`,
    columns: ["query", "reads", "rows found", "median", "p95", "min", "max"],
    rows,
    notes: [`The people were made in ${Math.round(seconds)} s.`],
  };
}

async function measureOne(client: pg.Client, question: Question, samples: readonly Sample[]) {
  const times: number[] = [];
  const counts: number[] = [];
  // The first one warms what all have in common.
  for (let run = -1; run < RUNS; run++) {
    const sample = samples[(run + RUNS) % SAMPLES];
    if (sample === undefined) throw new Error("the store holds too few people");
    const { sql, parameters } = question.ask(sample, ROWS);
    const took = await timed(async () => {
      const { rowCount } = await client.query(sql, [...parameters]);
      counts.push(rowCount ?? 0);
    });
    if (run >= 0) times.push(took);
  }
  const { median, p95, min, max } = spreadOf(times);
  return { times: [median, p95, min, max], rows: spreadOf(counts).median };
}

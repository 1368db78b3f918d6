import type { Database } from "../src/database/database.ts";
import { answeredPages } from "./answered-pages.ts";
import { buyAlone } from "./buy-alone.ts";
import { alternate, type Figures, type Measurement, type Spread, spreadOf } from "./measurement.ts";
import { planWalks } from "./plan-walks.ts";
import { type Contention, meanApiMs, simulateContention } from "./simulate-contention.ts";
import { spendBudget } from "./spend-budget.ts";
import { withDatabase } from "./with-database.ts";

const ROUNDS = 5;
/** Pages that one walk buys alone in each round. */
const PAGES = 20;
const WRITERS = 8;
const CALLS = 160;
const WORKERS = [1, 8, 50, 200];
const WALKS_EACH = 8;
const CORES = [2, 8];
const WORLD = { apiMs: 400, seconds: 120, seed: 1 };

/** What many workers on one ledger buy, played with the times that T1, T2a and T2b take here. */
export const contention: Measurement = {
  name: "contention",
  about: `pages a second of up to ${Math.max(...WORKERS)} workers, played with times measured on the real store`,
  run: ({ url }) =>
    withDatabase(url, WRITERS, async (db) => {
      const steps = await measureSteps(db);
      return [describeSteps(steps), playWorkers(steps)];
    }),
};

/** Milliseconds: of one walk alone; `crowd`: from one call to the next where many writers want the ledger. */
type Steps = Readonly<Record<"open" | "settle" | "apply" | "crowd", Spread>>;

async function measureSteps(db: Database): Promise<Steps> {
  const answers = await answeredPages((ROUNDS + 1) * PAGES);
  const [first] = answers;
  if (first === undefined) throw new Error("the search found nobody");
  const walk = await planWalks(db, "alone", 1, null);
  const samples = { open: [] as number[], settle: [] as number[], apply: [] as number[] };
  const alone = async () => {
    const pages = await buyAlone(walk, answers.splice(0, PAGES));
    for (const { open, settle, apply } of pages) {
      samples.open.push(open);
      samples.settle.push(settle);
      samples.apply.push(apply);
    }
    return spreadOf(pages.map(({ open, settle }) => open + settle)).median;
  };
  const crowd = (round: number) => spendBudget(db, `crowd-${round}`, WRITERS, CALLS, first);
  // Connections are made and caches warmed.
  await alone();
  await crowd(ROUNDS);
  for (const of of Object.values(samples)) of.length = 0;
  const spreads = await alternate({ alone, crowd }, ROUNDS);
  const { open, settle, apply } = samples;
  return { open: spreadOf(open), settle: spreadOf(settle), apply: spreadOf(apply), crowd: spreads.crowd };
}

function describeSteps({ open, settle, apply, crowd }: Steps): Figures {
  const row = (name: string, { median, min, max }: Spread) => [name, median, min, max];
  return {
    title: `What a page takes of one walk alone, ${ROUNDS * PAGES} pages (ms)`,
    columns: ["", "median", "min", "max"],
    rows: [
      row("T1: open, with the ledger's lock", open),
      row("T2a: settle, with the ledger's lock", settle),
      row("T2b: store 25 new people", apply),
      row(`T1 and T2a of ${WRITERS} writers at once, from one page to the next`, crowd),
    ],
    notes: [
      `The ledger lets ${pagesOf(open, settle).toFixed(0)} pages a second through where one walk's times hold; ${WRITERS} writers got ${(1_000 / crowd.median).toFixed(0)}.`,
    ],
  };
}

/** Pages a second that the lock allows. */
function pagesOf(open: Spread, settle: Spread): number {
  return 1_000 / (open.median + settle.median);
}

/** The worst of both is taken: what a crowd takes the lock for, in the parts that one walk shows. */
function playWorkers({ open, settle, apply, crowd }: Steps): Figures {
  const worse = Math.max(1, (crowd.median * pagesOf(open, settle)) / 1_000);
  const times = {
    openMs: open.median * worse,
    settleMs: settle.median * worse,
    applyMs: apply.median,
  };
  return {
    title: `Workers with ${WALKS_EACH} walks each, an API that takes ${WORLD.apiMs} ms in the middle`,
    columns: [
      "workers",
      "cores for T2b",
      "pages a second",
      "unhindered",
      "waits for ledger %",
      "waits for cores %",
    ],
    rows: CORES.flatMap((cores) =>
      WORKERS.map((workers) => playOne({ ...WORLD, ...times, cores, walks: workers * WALKS_EACH }, workers)),
    ),
    notes: [
      `T1 ${times.openMs.toFixed(1)} ms, T2a ${times.settleMs.toFixed(1)} ms with the lock, T2b ${times.applyMs.toFixed(1)} ms of a core.`,
      "Unhindered: were nobody in anybody's way. Shares are of the time of walks.",
      "Left out: taking a walk, which has the lock for a moment every fourth page; asking ahead while a page is stored.",
    ],
  };
}

function playOne(played: Contention, workers: number): (string | number)[] {
  const { walks, apiMs, openMs, settleMs, applyMs, cores } = played;
  const { pagesPerSecond, waitingForLedger, waitingForCores } = simulateContention(played);
  const unhindered = (walks * 1_000) / (meanApiMs(apiMs) + openMs + settleMs + applyMs);
  return [
    ...[String(workers), String(cores), pagesPerSecond, unhindered],
    ...[waitingForLedger * 100, waitingForCores * 100],
  ];
}

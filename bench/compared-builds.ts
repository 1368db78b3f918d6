import type { TemporaryStore } from "../scripts/temporary-store.ts";
import { type Figures, spreadOf } from "./measurement.ts";
import { runPlan } from "./pages/run-plan.ts";
import { distinctOf, pagesOf, returnedOf, type SearchPlan } from "./pages/search-plan.ts";
import { PROGRAM, runNode } from "./run-node.ts";
import { readServerUsage, usedBetween } from "./server-usage.ts";
import { withClient } from "./with-client.ts";
import { withBlankDatabase } from "./with-empty-store.ts";
import { withFolder } from "./with-folder.ts";

/** What a run of a plan used. */
export interface PlanUsage {
  readonly seconds: number;
  readonly workerSeconds: number;
  readonly serverSeconds: number;
  readonly statements: number;
  readonly fsyncs: number;
  readonly walBytes: number;
  readonly megabytes: number;
}

/** The first run of a plan and the second, `--restart`, which finds everybody unchanged. */
export type BothRuns = Readonly<Record<"first" | "second", PlanUsage>>;

/** Has a build make a store of its own and buy a plan into it twice. */
export function buyTwice(
  { store, program }: { readonly store: TemporaryStore; readonly program: string },
  plan: SearchPlan,
  env: Readonly<Record<string, string>>,
): Promise<BothRuns> {
  return withBlankDatabase(store, async (url) => {
    const own = { ...env, DATABASE_URL: url };
    await withFolder((folder) =>
      runNode([program, "db", "migrate"], { cwd: folder, env: { HOME: folder, ...own } }),
    );
    const buy = (...more: string[]) => measure(store, () => runPlan(plan, own, { more, program }));
    const both = { first: await buy(), second: await buy("--restart") };
    await demandBought(url, plan);
    return both;
  });
}

/** A run that ends early for whatever reason would look fast. @throws Error where not all was bought twice */
async function demandBought(url: string, plan: SearchPlan): Promise<void> {
  const { rows } = await withClient(url, (client) =>
    client.query(
      "select (select sum(credits) from calls) as credits, (select count(*) from profiles) as people",
    ),
  );
  const [{ credits, people }] = rows;
  if (Number(credits) !== 2 * returnedOf(plan) || Number(people) !== distinctOf(plan))
    throw new Error(`${credits} credits bought ${people} people`);
}

async function measure({ db }: TemporaryStore, run: () => ReturnType<typeof runPlan>): Promise<PlanUsage> {
  await db.pool.query("checkpoint");
  const before = await readServerUsage(db.pool);
  const { ms, processorSeconds, statements, megabytes } = await run();
  const server = usedBetween(before, await readServerUsage(db.pool));
  return {
    seconds: ms / 1_000,
    workerSeconds: processorSeconds,
    serverSeconds: server.processorSeconds,
    ...{ statements, megabytes, fsyncs: server.fsyncs, walBytes: server.walBytes },
  };
}

export interface Comparison {
  readonly store: TemporaryStore;
  /** The program of the other build. */
  readonly against: string;
  readonly rounds: number;
}

/** Compares this build with another, in turn. */
export async function compareBuilds(
  { store, against, rounds }: Comparison,
  plan: SearchPlan,
  env: Readonly<Record<string, string>>,
): Promise<Figures> {
  const own: BothRuns[] = [];
  const other: BothRuns[] = [];
  for (let round = 0; round < rounds; round += 1) {
    other.push(await buyTwice({ store, program: against }, plan, env));
    own.push(await buyTwice({ store, program: PROGRAM }, plan, env));
  }
  const pages = plan.specs * pagesOf(plan);
  const rows = (["first", "second"] as const).flatMap((which) => [
    usageRow(
      `${which} run`,
      own.map((runs) => runs[which]),
      pages,
    ),
    usageRow(
      `${which} run, other build`,
      other.map((runs) => runs[which]),
      pages,
    ),
    ratioRow(
      `${which} run, this / other`,
      own.map((runs) => runs[which]),
      other.map((runs) => runs[which]),
    ),
  ]);
  return {
    title: `${pages} pages by this build and by ${against}, in turn`,
    columns: ["what", ...USAGE_COLUMNS],
    rows,
    notes: ["Medians; a ratio is the median of the ratios of each round. Processor time is in ms a page."],
  };
}

export const USAGE_COLUMNS = [
  ...["seconds", "worker (ms)", "Postgres (ms)", "both (ms)"],
  ...["statements a page", "fsyncs a page", "WAL a page (KiB)", "memory (MB)"],
];

/** The medians of some runs, processor time, statements, fsyncs and log by page. */
export function usageRow(what: string, runs: readonly PlanUsage[], pages: number): (string | number)[] {
  return [what, ...FIGURES.map(({ of, isByPage }) => medianOf(runs.map(of)) / (isByPage ? pages : 1))];
}

function ratioRow(what: string, own: readonly PlanUsage[], other: readonly PlanUsage[]): (string | number)[] {
  const ratio = (of: (run: PlanUsage) => number) =>
    medianOf(
      own.flatMap((run, round) => {
        const beside = other[round];
        return beside === undefined ? [] : of(run) / of(beside);
      }),
    );
  return [what, ...FIGURES.map(({ of }) => ratio(of).toFixed(2))];
}

const FIGURES: readonly { readonly of: (run: PlanUsage) => number; readonly isByPage: boolean }[] = [
  { of: ({ seconds }) => seconds, isByPage: false },
  { of: ({ workerSeconds }) => workerSeconds * 1_000, isByPage: true },
  { of: ({ serverSeconds }) => serverSeconds * 1_000, isByPage: true },
  { of: ({ workerSeconds, serverSeconds }) => (workerSeconds + serverSeconds) * 1_000, isByPage: true },
  { of: ({ statements }) => statements, isByPage: true },
  { of: ({ fsyncs }) => fsyncs, isByPage: true },
  { of: ({ walBytes }) => walBytes / 1_024, isByPage: true },
  { of: ({ megabytes }) => megabytes, isByPage: false },
];

function medianOf(samples: readonly number[]): number {
  return spreadOf(samples).median;
}

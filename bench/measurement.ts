import { performance } from "node:perf_hooks";
import type { TemporaryStore } from "../scripts/temporary-store.ts";

/** What a measurement may be told on the command line. */
export interface BenchOptions {
  /** How many people a store is filled with, where a measurement fills one. */
  readonly people: number;
  /** The program of another build to compare with, in turn; null: none. */
  readonly against: string | null;
  /** How often each build runs where two are compared. */
  readonly rounds: number;
}

/** One table of figures, and the same as one object for programs. */
export interface Figures {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** What a reader of the table has to know. */
  readonly notes: readonly string[];
}

export interface Measurement {
  readonly name: string;
  readonly about: string;
  run(store: TemporaryStore, options: BenchOptions): Promise<Figures[]>;
}

/** Milliseconds that some work took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

/** So many a second. @param ms for all of them */
export function rateOf(count: number, ms: number): number {
  return count / (ms / 1_000);
}

export interface Spread {
  readonly median: number;
  readonly p95: number;
  readonly min: number;
  readonly max: number;
}

/** @param samples at least one */
export function spreadOf(samples: readonly number[]): Spread {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95), min: at(0), max: at(1) };
}

/** Rounds of a comparison; at least five, so that one that was disturbed does not count. */
export const ROUNDS = 5;

/**
 * Does several works in turn, round after round, so that whatever slows the machine for a while slows all of them.
 * @param works each gives its own figure, such as rows a second
 */
export async function alternate<Name extends string>(
  works: Readonly<Record<Name, (round: number) => Promise<number>>>,
  rounds = ROUNDS,
): Promise<Record<Name, Spread>> {
  const names = Object.keys(works) as Name[];
  const samples = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const name of names) samples.get(name)?.push(await works[name](round));
  return Object.fromEntries([...samples].map(([name, figures]) => [name, spreadOf(figures)])) as Record<
    Name,
    Spread
  >;
}

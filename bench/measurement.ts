import { performance } from "node:perf_hooks";
import type { TemporaryStore } from "../scripts/temporary-store.ts";

/** What a measurement may be told on the command line. */
export interface BenchOptions {
  /** How many people a store is filled with, where a measurement fills one. */
  readonly people: number;
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

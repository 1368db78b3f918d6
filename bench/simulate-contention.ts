import { makeSeededHash } from "../src/simulator/seeded-hash.ts";

/** Walks that buy page after page from one ledger. */
export interface Contention {
  readonly walks: number;
  /** Median of the time that the API takes for a page, in milliseconds; lognormal. */
  readonly apiMs: number;
  /** How long T1 and T2a each have the ledger to themselves, in milliseconds. */
  readonly openMs: number;
  readonly settleMs: number;
  /** What T2b takes of one core, in milliseconds. */
  readonly applyMs: number;
  /** Cores that pages are stored on. */
  readonly cores: number;
  /** Seconds that are looked at, after as many to get going. */
  readonly seconds: number;
  readonly seed: number;
}

export interface Throughput {
  readonly pagesPerSecond: number;
  /** Of the walks' time, from 0 to 1: spent waiting for the ledger, and for a core. */
  readonly waitingForLedger: number;
  readonly waitingForCores: number;
}

/** Of the API's times the logarithm spreads by this much: one page in twenty takes twice as long as the middle one. */
const SPREAD = 0.42;

/** Mean of the API's times, in milliseconds. */
export function meanApiMs(apiMs: number): number {
  return apiMs * Math.exp(SPREAD ** 2 / 2);
}

/** Plays walks that each open a call, wait for the API, settle and store, one page after the other. */
export function simulateContention(options: Contention): Throughput {
  const { walks, seconds, openMs, settleMs, applyMs } = options;
  const window = { from: seconds * 1_000, to: seconds * 2_000 };
  const draw = makeApiTimes(options);
  const ledger = makeServer(1, window);
  const cores = makeServer(options.cores, window);
  const stages = [
    (at: number) => ledger.serve(at, openMs),
    (at: number) => at + draw(),
    (at: number) => ledger.serve(at, settleMs),
    (at: number) => cores.serve(at, applyMs),
  ];
  const arrivals = makeArrivals();
  for (let walk = 0; walk < walks; walk += 1) arrivals.add({ at: draw(), stage: 0 });
  let pages = 0;
  for (let { at, stage } = arrivals.take(); at < window.to; { at, stage } = arrivals.take()) {
    // A page is stored where the next one begins.
    if (stage === 0 && at >= window.from) pages += 1;
    arrivals.add({ at: stages[stage]?.(at) ?? at, stage: (stage + 1) % stages.length });
  }
  const time = walks * seconds * 1_000;
  return {
    pagesPerSecond: pages / seconds,
    waitingForLedger: ledger.waited() / time,
    waitingForCores: cores.waited() / time,
  };
}

interface Server {
  /** Serves whoever comes, in the order in which they come; gives when they are served. */
  serve(at: number, ms: number): number;
  /** Milliseconds that all together waited within the window. */
  waited(): number;
}

function makeServer(places: number, { from, to }: { readonly from: number; readonly to: number }): Server {
  const freeFrom = Array.from({ length: places }, () => 0);
  let waited = 0;
  return {
    serve(at, ms) {
      const first = Math.min(...freeFrom);
      const begun = Math.max(at, first);
      freeFrom[freeFrom.indexOf(first)] = begun + ms;
      waited += Math.max(0, Math.min(begun, to) - Math.max(at, from));
      return begun + ms;
    },
    waited: () => waited,
  };
}

interface Arrival {
  /** Milliseconds from the beginning. */
  readonly at: number;
  readonly stage: number;
}

/** What comes next, the earliest first; one for each walk. */
function makeArrivals() {
  const latestFirst: Arrival[] = [];
  return {
    add(arrival: Arrival): void {
      let [low, high] = [0, latestFirst.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((latestFirst[middle]?.at ?? 0) > arrival.at) low = middle + 1;
        else high = middle;
      }
      latestFirst.splice(low, 0, arrival);
    },
    take(): Arrival {
      const earliest = latestFirst.pop();
      if (earliest === undefined) throw new RangeError("there are no walks");
      return earliest;
    },
  };
}

function makeApiTimes({ apiMs, seed }: Contention): () => number {
  const hash = makeSeededHash(seed);
  let drawn = 0;
  const uniform = () => (hash(drawn++, 0) + 0.5) / 2 ** 32;
  return () => {
    const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    return apiMs * Math.exp(SPREAD * normal);
  };
}

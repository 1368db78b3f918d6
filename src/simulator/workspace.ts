import { type Customer, makeAccount } from "./account.ts";
import { type BillingResult, makeBilling, type PageRequest } from "./billing.ts";
import { type FaultPicker, makeFaultPicker } from "./fault-picker.ts";
import { type FaultScript, parseFaultScript } from "./fault-script.ts";
import { makePageBuilder, type PageBuilder } from "./page-builder.ts";
import { makePopulation } from "./population.ts";
import type { ContactShape } from "./revealed-contacts.ts";
import { makeSearchIndex, type SearchIndex } from "./search-index.ts";
import { makeSeededHash } from "./seeded-hash.ts";

export interface WorkspaceOptions {
  /** Chooses the population and every draw of a fault script; default 1. */
  readonly seed?: number;
  /** Default 100,000. */
  readonly people?: number;
  /** Credits at the start; default 1,000,000. */
  readonly balance?: number;
  /** The one key that is accepted; begins with leo_. */
  readonly key?: string;
  /** Days that have passed in the population; default 0. */
  readonly day?: number;
  /** Pages after this one are empty, as if the search ended there. */
  readonly deepestPage?: number;
  /** Too small a balance gives a short page instead of 402; a balance of 0 gives 402 all the same. */
  readonly shortPages?: boolean;
  /** Where revealed contacts stand in a profile; default "contact_info". */
  readonly contactShape?: ContactShape;
  readonly faults?: FaultScript;
}

/** Everything behind the routes: people, money, the day and the faults to come. */
export interface Workspace {
  readonly key: string;
  readonly account: Customer;
  readonly index: SearchIndex;
  readonly pages: PageBuilder;
  readonly bill: (order: PageRequest) => BillingResult;
  readonly pickFault: FaultPicker;
  currentDay(): number;
  setDay(day: number): void;
  /** Throws if the value is not a fault script. */
  setFaults(script: unknown): void;
}

function parseDay(day: number): number {
  if (!Number.isSafeInteger(day) || day < 0) throw new Error("a day is a whole number from 0");
  return day;
}

function parseKey(key: string): string {
  if (!key.startsWith("leo_")) throw new Error("a simulator's key must start with leo_");
  return key;
}

/** Builds a workspace without a server. */
export function makeWorkspace(options: WorkspaceOptions): Workspace {
  const {
    seed = 1,
    people = 100_000,
    contactShape = "contact_info",
    deepestPage,
    shortPages = false,
  } = options;
  const population = makePopulation({ seed, people });
  const index = makeSearchIndex(population);
  const pages = makePageBuilder(population, { seed, contactShape });
  const account = makeAccount(options.balance ?? 1_000_000);
  const toPicker = (script: unknown): FaultPicker =>
    makeFaultPicker(parseFaultScript(script), makeSeededHash(seed));
  let day = parseDay(options.day ?? 0);
  let picker = toPicker(options.faults ?? []);
  return {
    key: parseKey(options.key ?? "leo_simulator"),
    account,
    index,
    pages,
    bill: makeBilling({ index, pages, account, seed }, { deepestPage, shortPages }),
    pickFault: (facts) => picker(facts),
    currentDay: () => day,
    setDay(next) {
      day = parseDay(next);
    },
    setFaults(script) {
      picker = toPicker(script);
    },
  };
}

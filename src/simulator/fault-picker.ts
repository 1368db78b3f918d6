import type { Fault, FaultRule, FaultScript } from "./fault-script.ts";
import type { SeededHash } from "./seeded-hash.ts";

/** What the conditions of a rule look at. */
export interface RequestFacts {
  readonly seq: number;
  readonly page: number | null;
  readonly text: string;
}

/** Chooses the fault of a request, or none; remembers how often each rule was played. */
export type FaultPicker = (facts: RequestFacts) => Fault | undefined;

const FAULT_SEED = 0x3000_0000;
const DRAWS = 2 ** 32;

function holds(when: FaultRule["when"], facts: RequestFacts, draw: () => number): boolean {
  const { seq, page, text } = facts;
  return (
    (when.page === undefined || when.page === page) &&
    (when.nth === undefined || when.nth === seq) &&
    (when.every === undefined || seq % when.every === 0) &&
    (when.fromSeq === undefined || seq >= when.fromSeq) &&
    (when.untilSeq === undefined || seq <= when.untilSeq) &&
    (when.bodyIncludes === undefined || text.includes(when.bodyIncludes)) &&
    (when.probability === undefined || draw() < when.probability)
  );
}

export function makeFaultPicker(script: FaultScript, hash: SeededHash): FaultPicker {
  const played = script.map(() => 0);
  return (facts) => {
    for (const [place, rule] of script.entries()) {
      const count = played[place] ?? 0;
      if (count >= (rule.when.times ?? Number.POSITIVE_INFINITY)) continue;
      const draw = (): number => hash(facts.seq, FAULT_SEED + place) / DRAWS;
      if (!holds(rule.when, facts, draw)) continue;
      played[place] = count + 1;
      return rule.fault;
    }
    return undefined;
  };
}

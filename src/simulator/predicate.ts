import { type BooleanQuery, evaluateQuery, parseBooleanQuery } from "./boolean-query.ts";
import { holdsPhrase } from "./fold-text.ts";
import type { JobScope } from "./search-body.ts";
import { FIRST_CHANGE, type JobKey, type Universe } from "./universe.ts";

/** Whether the person with an index belongs to a search. */
export type Predicate = (index: number) => boolean;

/** Stands for a condition that no entry of a vocabulary meets, so that whoever combines it can leave it out. */
export const NOBODY: Predicate = () => false;

/** Whether any of several conditions holds. */
export function anyOf(predicates: readonly Predicate[]): Predicate {
  const possible = predicates.filter((predicate) => predicate !== NOBODY);
  return possible.length === 0 ? NOBODY : (index) => possible.some((predicate) => predicate(index));
}

/** What a filter needs to look at people. */
export interface Scene {
  readonly universe: Universe;
  readonly day: number;
}

/** One flag for each entry of a vocabulary: text is compared once per entry, not once per person. */
export type Table = Uint8Array;

export function makeTable<T>(entries: readonly T[], test: (entry: T, position: number) => boolean): Table {
  return Uint8Array.from(entries, (entry, position) => (test(entry, position) ? 1 : 0));
}

/** Marks the entries whose words hold any of the phrases. */
export function phraseTable(lines: readonly string[], phrases: readonly string[]): Table {
  return makeTable(lines, (line) => phrases.some((phrase) => holdsPhrase(line, phrase)));
}

/** Marks the entries for which any of the boolean expressions is true. */
export function queryTable(lines: readonly string[], expressions: readonly string[]): Table {
  const queries = expressions.map(parseBooleanQuery);
  return makeTable(lines, (line) =>
    queries.some((query) => evaluateQuery(query, (phrase) => holdsPhrase(line, phrase))),
  );
}

/** Turns an expression about a whole person into a predicate; each phrase is prepared once. */
export function toPredicate(query: BooleanQuery, prepare: (phrase: string) => Predicate): Predicate {
  if (query.kind === "phrase") return prepare(query.text);
  if (query.kind === "not") {
    const operand = toPredicate(query.operand, prepare);
    return (index) => !operand(index);
  }
  const operands = query.operands.map((operand) => toPredicate(operand, prepare));
  if (query.kind === "and") return (index) => operands.every((operand) => operand(index));
  return anyOf(operands);
}

type JobTest = (index: number, job: JobKey) => boolean;

function somePastJob({ universe, day }: Scene, index: number, test: JobTest): boolean {
  const current = universe.currentJob(index, day);
  if (current !== 0 && test(index, 0)) return true;
  for (let past = current - FIRST_CHANGE - 1; past >= 1; past--) {
    if (universe.changesJobOn(index, past) && test(index, FIRST_CHANGE + past)) return true;
  }
  const count = universe.jobCountAt(index);
  for (let past = 1; past < count; past++) if (test(index, past)) return true;
  return false;
}

/** Whether any job within the scope satisfies a test. */
export function makeJobPredicate(scene: Scene, scope: JobScope, test: JobTest): Predicate {
  const { universe, day } = scene;
  const current: Predicate = (index) => test(index, universe.currentJob(index, day));
  if (scope === "current") return current;
  const past: Predicate = (index) => somePastJob(scene, index, test);
  return scope === "past" ? past : (index) => current(index) || past(index);
}

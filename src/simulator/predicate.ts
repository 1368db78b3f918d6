import { type BooleanQuery, evaluateQuery, parseBooleanQuery } from "./boolean-query.ts";
import { holdsPhrase } from "./fold-text.ts";
import { FIRST_CHANGE, type JobKey, type Population } from "./population.ts";
import type { JobScope } from "./search-body.ts";

/** Whether the person with an index belongs to a search. */
export type Predicate = (index: number) => boolean;

/** A condition that no entry of a vocabulary meets; code that combines conditions can leave it out. */
export const MATCHES_NONE: Predicate = () => false;

/** Whether any of several conditions holds. */
export function anyOf(predicates: readonly Predicate[]): Predicate {
  const possible = predicates.filter((predicate) => predicate !== MATCHES_NONE);
  return possible.length === 0 ? MATCHES_NONE : (index) => possible.some((predicate) => predicate(index));
}

/** What a filter needs to test people. */
export interface FilterContext {
  readonly population: Population;
  readonly day: number;
}

/** One flag for each entry of a vocabulary: text is compared once per entry, not once per person. */
export type Flags = Uint8Array;

export function toFlags<T>(entries: readonly T[], test: (entry: T, position: number) => boolean): Flags {
  return Uint8Array.from(entries, (entry, position) => (test(entry, position) ? 1 : 0));
}

/** Marks the entries whose words hold any of the phrases. */
export function phraseFlags(lines: readonly string[], phrases: readonly string[]): Flags {
  return toFlags(lines, (line) => phrases.some((phrase) => holdsPhrase(line, phrase)));
}

/** Marks the entries for which any of the boolean expressions is true. */
export function queryFlags(lines: readonly string[], expressions: readonly string[]): Flags {
  const queries = expressions.map(parseBooleanQuery);
  return toFlags(lines, (line) =>
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

function somePastJob({ population, day }: FilterContext, index: number, test: JobTest): boolean {
  const current = population.currentJob(index, day);
  if (current !== 0 && test(index, 0)) return true;
  for (let past = current - FIRST_CHANGE - 1; past >= 1; past--) {
    if (population.changesJobOn(index, past) && test(index, FIRST_CHANGE + past)) return true;
  }
  const count = population.jobCountAt(index);
  for (let past = 1; past < count; past++) if (test(index, past)) return true;
  return false;
}

/** Whether any job within the scope satisfies a test. */
export function makeJobPredicate(context: FilterContext, scope: JobScope, test: JobTest): Predicate {
  const { population, day } = context;
  const current: Predicate = (index) => test(index, population.currentJob(index, day));
  if (scope === "current") return current;
  const past: Predicate = (index) => somePastJob(context, index, test);
  return scope === "past" ? past : (index) => current(index) || past(index);
}

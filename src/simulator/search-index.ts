import { makeFilters } from "./filters.ts";
import type { Population } from "./population.ts";
import { type SearchBody, searchKeyOf } from "./search-body.ts";

/** Searches whose people are remembered; the oldest is forgotten first. */
const REMEMBERED_SEARCHES = 64;
const FIRST_CAPACITY = 1_024;

/** Finds the people of a search, in the one order that the population has. */
export interface SearchIndex {
  /** Person indexes, ascending; the caller must not change them. */
  find(body: SearchBody, day: number): Int32Array;
}

function scan(population: Population, body: SearchBody, day: number): Int32Array {
  const filters = makeFilters(body, { population, day });
  let found = new Int32Array(FIRST_CAPACITY);
  let count = 0;
  people: for (let index = 0; index < population.people; index++) {
    for (const matches of filters) if (!matches(index)) continue people;
    if (count === found.length) {
      const larger = new Int32Array(found.length * 2);
      larger.set(found);
      found = larger;
    }
    found[count++] = index;
  }
  return found.slice(0, count);
}

/** Later pages of a search cost a look-up: only its first page walks through everybody. */
export function makeSearchIndex(population: Population): SearchIndex {
  const remembered = new Map<string, Int32Array>();
  return {
    find(body, day) {
      const key = `${day}:${searchKeyOf(body)}`;
      const found = remembered.get(key) ?? scan(population, body, day);
      remembered.delete(key);
      remembered.set(key, found);
      const [oldest] = remembered.keys();
      if (remembered.size > REMEMBERED_SEARCHES && oldest !== undefined) remembered.delete(oldest);
      return found;
    },
  };
}

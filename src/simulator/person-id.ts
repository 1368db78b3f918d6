import { toSlug } from "./fold-text.ts";
import { makeSeededHash } from "./seeded-hash.ts";

const MULTIPLIER = 0x9e3779b1;

/** The number that undoes a multiplication by an odd number modulo 2^32, by Newton's method. */
function inverseOf(odd: number): number {
  let inverse = odd;
  for (let round = 0; round < 5; round++) inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse));
  return inverse;
}

const INVERSE = inverseOf(MULTIPLIER);

export interface PersonIds {
  /** "jane-doe-1x2y3z": the name and a suffix that no other person of the population has. */
  toId(index: number, name: string): string;
  /** The index that an id was made from; undefined for a text that is no id of this population. */
  toIndex(id: string): number | undefined;
  suffix(index: number): string;
}

/** Ids are a shuffle of the index, so that they are unique and still look like anybody's. */
export function makePersonIds(seed: number, people: number): PersonIds {
  const offset = makeSeededHash(seed)(0, 0);
  const suffix = (index: number): string => ((Math.imul(index, MULTIPLIER) + offset) >>> 0).toString(36);
  return {
    suffix,
    toId: (index, name) => `${toSlug(name)}-${suffix(index)}`,
    toIndex(id) {
      const shuffled = Number.parseInt(id.slice(id.lastIndexOf("-") + 1), 36);
      if (!Number.isSafeInteger(shuffled)) return undefined;
      const index = Math.imul(shuffled - offset, INVERSE) >>> 0;
      return index < people && id.endsWith(`-${suffix(index)}`) ? index : undefined;
    },
  };
}

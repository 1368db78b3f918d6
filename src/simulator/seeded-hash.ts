/** Maps (person index, stream) to an unsigned 32-bit number that looks random and never changes. */
export type SeededHash = (index: number, stream: number) => number;

function scramble(value: number): number {
  let bits = value ^ (value >>> 16);
  bits = Math.imul(bits, 0x7feb352d);
  bits ^= bits >>> 15;
  bits = Math.imul(bits, 0x846ca68b);
  return bits ^ (bits >>> 16);
}

/** Two rounds, because with one round neighbouring seeds give visibly related populations. */
export function makeSeededHash(seed: number): SeededHash {
  const key = scramble(Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bd1e995);
  return (index, stream) => {
    const first = scramble(Math.imul(index + 1, 0x9e3779b1) ^ key);
    return scramble(first + Math.imul(stream + 1, 0x85ebca6b)) >>> 0;
  };
}

const SLOTS = 4096;

/** Picks position n of `weights` with a chance of weights[n] / sum, from one hash. */
export function makeWeightedPick(weights: readonly number[]): (hash: number) => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const slots = new Uint16Array(SLOTS);
  let choice = 0;
  let reached = weights[0] ?? 0;
  for (let slot = 0; slot < SLOTS; slot++) {
    while ((slot + 0.5) / SLOTS > reached / total && choice < weights.length - 1) {
      choice++;
      reached += weights[choice] ?? 0;
    }
    slots[slot] = choice;
  }
  return (hash) => slots[hash & (SLOTS - 1)] ?? 0;
}

/** The entry of a non-empty list that a hash points at. */
export function pickFrom<T>(list: readonly T[], hash: number): T {
  const found = list[hash % list.length];
  if (found === undefined) throw new Error("cannot pick from an empty list");
  return found;
}

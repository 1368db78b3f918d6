import { distance } from "fastest-levenshtein";

const MOST = 3;
/** Shorter words are part of too many names. */
const SHORTEST_PART = 3;

/** Returns the names that a written one most likely stands for, nearest first, three at most. */
export function nearestNames(written: string, names: Iterable<string>): string[] {
  const sought = fold(written);
  if (sought === "") return [];
  const rated = [...new Set(names)].flatMap((name) => {
    const slips = countSlips(sought, fold(name));
    return slips === null ? [] : [{ name, slips }];
  });
  return rated
    .sort((a, b) => a.slips - b.slips || a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ name }) => name);
}

/** Returns `; did you mean a, b or c?` for the end of a message; empty where no name is near. */
export function didYouMean(written: string, names: Iterable<string>): string {
  const near = nearestNames(written, names);
  const last = near.at(-1);
  if (last === undefined) return "";
  return `; did you mean ${near.length === 1 ? last : `${near.slice(0, -1).join(", ")} or ${last}`}?`;
}

/** Case, and what stands between words, is no difference. */
function fold(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s_.-]+/g, "-");
}

/** How far a name is from the written one; null: too far. A name that holds the written words comes after slips of the pen. */
function countSlips(written: string, name: string): number | null {
  const slips = isSwap(written, name) ? 1 : distance(written, name);
  const allowed = Math.min(3, Math.max(1, Math.floor(Math.min(written.length, name.length) / 3)));
  if (slips <= allowed && slips < Math.min(written.length, name.length)) return slips;
  const [part, whole] = written.length < name.length ? [written, name] : [name, written];
  if (part.length >= SHORTEST_PART && `-${whole}`.includes(`-${part}`)) return allowed + 1;
  return sameWords(written, name) ? allowed + 1 : null;
}

/** Two neighbouring letters swapped. */
function isSwap(written: string, name: string): boolean {
  if (written.length !== name.length) return false;
  const at = [...written].findIndex((_, index) => written[index] !== name[index]);
  const swapped =
    written.slice(0, at) + (written[at + 1] ?? "") + (written[at] ?? "") + written.slice(at + 2);
  return at >= 0 && swapped === name;
}

/** The same words in another order. */
function sameWords(written: string, name: string): boolean {
  const words = (text: string) => text.split("-").sort().join("-");
  return written.includes("-") && words(written) === words(name);
}

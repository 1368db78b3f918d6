import { isPlainObject, type PlainObject } from "../../values/json.ts";
import { toPlainWords } from "../names/plain-words.ts";
import type { ReceivedProfile } from "../profile.ts";
import { ownField } from "../profile-fields.ts";
import { type KnownFields, PROFILE_FIELDS } from "./known-fields.ts";

/** Something that an answer says and that is not read. Names of fields only, never a value and never a key that is data. */
export interface NewField {
  /** Such as `certifications[].name`: `[]` is any entry of a list, `{}` a key that is data rather than a name. */
  readonly path: string;
  /** Why the value of a known field was left out; null: the field is not known. */
  readonly reason: string | null;
  /** How often the page has it. */
  readonly times: number;
}

/** What is read of an answer beside its profiles. */
export type KnownAnswer = ReadonlyMap<string, KnownFields>;

/** Limits of one page: a hostile answer neither takes time nor fills the store. */
const MOST_FIELDS = 50;
const MOST_VISITS = 20_000;
const DEEPEST = 8;
/** An unknown object with more keys is a map. */
const MOST_NAMES = 20;
const LONGEST_NAME = 40;
const REST = "…";

const UNKNOWN: KnownFields = new Map();
const NAME = /^_?[A-Za-z][A-Za-z0-9_]*$/u;
const SHORTEST_NAME_OF_PERSON = 3;

/** One part of a path. */
interface Step {
  readonly name: string;
  /** A name beyond doubt; what stands within an unknown object is one only if two profiles of the page have it. */
  readonly isSure: boolean;
}

interface FoundPath {
  readonly steps: readonly Step[];
  /** Position of the profile that has it; -1: the answer itself. */
  readonly profile: number;
}

interface Search {
  readonly found: FoundPath[];
  /** Words of the names and ids of the people on the page, which no name of a field may hold. */
  readonly ownWords: ReadonlySet<string>;
  readonly profile: number;
  visits: { left: number };
}

/** A value, what is known of its fields, and the way to it. */
interface Visit {
  readonly value: unknown;
  readonly known: KnownFields;
  readonly steps: readonly Step[];
  /** Objects and lists around it. */
  readonly depth: number;
}

/**
 * Lists what an answer says beyond what is read: fields that are not known, at up to six levels, and known fields that were left
 * out because of their form, contacts among them.
 * @param entries the list of profiles as decoded
 * @param received the same, parsed
 * @param known what is read of the answer beside them
 */
export function newFieldsOf(
  answer: PlainObject,
  entries: readonly unknown[],
  received: readonly ReceivedProfile[],
  known: KnownAnswer,
): NewField[] {
  const readable = received.filter((entry) => entry.kind === "profile");
  const ownWords = new Set(entries.flatMap(wordsOfPerson));
  const search = { found: [], ownWords, visits: { left: MOST_VISITS } };
  visit(
    { ...search, profile: -1 },
    { value: answer, known, steps: [{ name: "answer", isSure: true }], depth: 0 },
  );
  for (const { position } of readable)
    visit(
      { ...search, profile: position },
      { value: entries[position], known: PROFILE_FIELDS, steps: [], depth: 0 },
    );
  const unknown = namePaths(search.found).map((path) => ({ path, reason: null }));
  const leftOut = readable.flatMap(({ dropped }) =>
    dropped.map(({ path, reason }) => ({ path: path.replace(/\[\d+\]/gu, "[]"), reason })),
  );
  return countFields([...unknown, ...leftOut]);
}

function visit(search: Search, { value, known, steps, depth }: Visit): void {
  search.visits.left -= 1;
  if (known === "leaf" || depth > DEEPEST || search.visits.left < 0) return;
  if (Array.isArray(value)) {
    const within = steps.map((step, at) =>
      at === steps.length - 1 ? { ...step, name: `${step.name}[]` } : step,
    );
    for (const entry of value) visit(search, { value: entry, known, steps: within, depth: depth + 1 });
    return;
  }
  if (!isPlainObject(value)) return;
  const keys = Object.keys(value);
  const isWithinUnknown = known.size === 0;
  const unknown = keys.filter((key) => !known.has(key));
  const isMap = isWithinUnknown && (keys.length > MOST_NAMES || !keys.every((key) => isName(search, key)));
  const isCrowd = unknown.length > MOST_NAMES;
  for (const key of keys) {
    const isKnown = known.has(key);
    const isNamed = isKnown || !(isMap || isCrowd) ? isKnown || isName(search, key) : false;
    const isSure = isNamed && (!isWithinUnknown || search.profile < 0);
    const step = isNamed ? { name: key, isSure } : { name: "{}", isSure: true };
    const next = [...steps, step];
    if (!isKnown && search.visits.left > 0) search.found.push({ steps: next, profile: search.profile });
    visit(search, { value: value[key], known: known.get(key) ?? UNKNOWN, steps: next, depth: depth + 1 });
  }
}

/** Whether a key looks like the name of a field, and not like a date, an id, an address or the name of somebody on the page. */
function isName({ ownWords }: Search, key: string): boolean {
  if (!NAME.test(key) || key.length > LONGEST_NAME || (key.match(/\d/gu)?.length ?? 0) > 3) return false;
  const words = toPlainWords(key.replace(/(?<=[a-z\d])(?=[A-Z])|_/gu, " "));
  return ![...words, words.join("")].some(
    (word) => word.length >= SHORTEST_NAME_OF_PERSON && ownWords.has(word),
  );
}

/** The words of a person's names, id and address, each alone and all of one field together. */
function wordsOfPerson(entry: unknown): string[] {
  if (!isPlainObject(entry)) return [];
  const fields = ["first_name", "last_name", "full_name", "profile_id", "linkedin_url"];
  return fields.flatMap((name) => {
    const text = ownField(entry, name);
    if (typeof text !== "string" || text.length > 500) return [];
    const words = toPlainWords(text.replace(/^.*\/in\//u, "").replace(/[_\d]+/gu, " "));
    return [...words, words.join("")];
  });
}

/** Writes the paths. A step that is not sure is named only where two profiles have it, because it may be data of one person. */
function namePaths(found: readonly FoundPath[]): string[] {
  const holders = new Map<string, Set<number>>();
  const places = found.map(({ steps, profile }) => {
    const prefixes = steps.map((_, at) => JSON.stringify(steps.slice(0, at + 1).map(({ name }) => name)));
    const last = prefixes.at(-1) ?? "";
    holders.set(last, (holders.get(last) ?? new Set()).add(profile));
    return { steps, prefixes };
  });
  const isShared = (prefix: string) => (holders.get(prefix)?.size ?? 0) > 1;
  return places.map(({ steps, prefixes }) =>
    steps
      .map(({ name, isSure }, at) =>
        isSure || isShared(withoutList(prefixes[at] ?? "")) ? name : name.replace(/^[^[]+/u, "{}"),
      )
      .join("."),
  );
}

/** A list is found under the name of its field, and its entries under that name with `[]`. */
function withoutList(prefix: string): string {
  return prefix.replace(/(?:\[\])+"\]$/u, '"]');
}

function countFields(fields: readonly Omit<NewField, "times">[]): NewField[] {
  const counted = new Map<string, NewField>();
  for (const { path, reason } of fields) {
    const key = JSON.stringify([path, reason]);
    const isRoom = counted.has(key) || counted.size < MOST_FIELDS;
    const name = isRoom ? key : REST;
    const before =
      counted.get(name) ?? (isRoom ? { path, reason, times: 0 } : { path: REST, reason: null, times: 0 });
    counted.set(name, { ...before, times: before.times + 1 });
  }
  return [...counted.values()];
}

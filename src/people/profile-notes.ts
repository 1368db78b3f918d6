/** Something of a profile that was left out, named by its place; never holds the value. */
export interface DroppedField {
  /** Such as `experiences[2].start_date`; keys that the reference page does not name never appear. */
  readonly path: string;
  readonly reason: string;
}

/** More notes about one profile would help nobody, and a hostile answer could make millions. */
const MOST_NOTES = 100;

/** Collects what was left out while one profile is read. */
export interface ProfileNotes {
  readonly dropped: readonly DroppedField[];
  add(path: string, reason: string): void;
}

/** An empty collection; notes after the first hundred are not kept. */
export function makeProfileNotes(): ProfileNotes {
  const dropped: DroppedField[] = [];
  return {
    dropped,
    add(path, reason) {
      if (dropped.length < MOST_NOTES) dropped.push({ path, reason });
    },
  };
}

/** The kind of a JSON value, in the words of a note. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  const kinds: Record<string, string> = {
    string: "text",
    number: "a number",
    boolean: "true or false",
    undefined: "nothing",
  };
  return kinds[typeof value] ?? "an object";
}

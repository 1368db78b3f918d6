/** A field of a profile that was left out: its path and the reason, never its value. */
export interface DroppedField {
  /** Such as `experiences[2].start_date`; keys that the reference page does not name never appear. */
  readonly path: string;
  readonly reason: string;
}

/** The limit keeps a hostile answer from creating millions of notes. */
const MOST_NOTES = 100;

/** Collects the fields that are left out while one profile is parsed. */
export interface ProfileNotes {
  readonly dropped: readonly DroppedField[];
  add(path: string, reason: string): void;
}

/** Creates an empty collection. Notes after the first hundred are not kept. */
export function makeProfileNotes(): ProfileNotes {
  const dropped: DroppedField[] = [];
  return {
    dropped,
    add(path, reason) {
      if (dropped.length < MOST_NOTES) dropped.push({ path, reason });
    },
  };
}

/** Returns the kind of a JSON value, in the words of a note. */
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

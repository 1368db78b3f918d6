/** Characters that take no space on a screen: soft hyphen, zero-width space, direction marks, byte order mark and the like. */
const INVISIBLE =
  /[\u00AD\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0]|\u034F|\u17B4|\u17B5/gu;
/** Joiners shape letters of Persian and Indic words and emoji; beside Latin text or at an edge they do nothing. */
const IDLE_JOINER =
  /(?<=^|[\p{Script=Latin}\p{N}\p{P}\s])[\u200C\u200D]+|[\u200C\u200D]+(?=$|[\p{Script=Latin}\p{N}\p{P}\s])/gu;
/** Blanks that only a keyboard's or a program's accident puts at an edge; `trim` takes them away unseen. */
const ODD_EDGE = /^[^\S \t\n\r]+|[^\S \t\n\r]+$/gu;
const SUSPECT = /[^\n -~]/u;

/** A text without what nobody sees. */
export interface VisibleText {
  readonly text: string;
  /** The code points that were taken out, each once, as "U+200B". */
  readonly removed: readonly string[];
}

/** Takes out the invisible characters of a text, and the odd blanks at its edges. */
export function withoutInvisible(text: string): VisibleText {
  if (!SUSPECT.test(text)) return { text, removed: NONE };
  const removed = new Set<string>();
  const take = (characters: string): string => {
    for (const character of characters) removed.add(nameOf(character));
    return "";
  };
  const cleaned = text.replace(INVISIBLE, take).replace(IDLE_JOINER, take).replace(ODD_EDGE, take);
  return { text: cleaned, removed: [...removed] };
}

/** True for a text with a character that `withoutInvisible` takes out. */
export function hasInvisible(text: string): boolean {
  return withoutInvisible(text).removed.length > 0;
}

/** JSON with its invisible characters written as escapes, so that `withoutInvisible` leaves them alone. */
export function escapeInvisible(json: string): string {
  return json.replace(/[^\n -~]/gu, (character) =>
    JOINER.test(character) || hasInvisible(character)
      ? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`
      : character,
  );
}

const JOINER = /[\u200C\u200D]/u;
const NONE: readonly string[] = [];

function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

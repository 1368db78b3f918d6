/** The values of a list as another program writes it, such as `{"Paris, France",Lyon}` or `['SQL', 'Python']`. */
export interface ProgramList {
  readonly language: "a Postgres array" | "a Python list" | "an R vector";
  readonly values: readonly string[];
}

const QUOTED = String.raw`(?:'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*")`;
const ITEM = String.raw`(?:[urbURB]{0,2}${QUOTED}|None|nan|NULL|NA|True|False|-?\d+(?:\.\d+)?(?![\d.]))`;
const ITEMS = String.raw`\s*(?:${ITEM}\s*,?\s*)*`;
/** Python writes one value as ('SQL',); ("SQL") with double quotes may be a phrase in brackets. */
const TUPLE = new RegExp(String.raw`^\((?:\s*${ITEM}\s*,${ITEMS}|\s*'[^']*'\s*)\)$`, "u");
const LIST = new RegExp(String.raw`^\[${ITEMS}\]$`, "u");
const SET = new RegExp(String.raw`^\{${ITEMS}\}$`, "u");
const WRAPPED =
  /^(?:array|frozenset|set|list|tuple|dict_keys|dict_values|index|series|ARRAY)\s*\(?\s*(\[[\s\S]*\]|\{[\s\S]*\}|\([\s\S]*?\))[^\])}]*\)?$/u;
const VECTOR = /^c\(([\s\S]*)\)$/u;
const BRACES = /^\{([\s\S]*)\}$/u;
const LONGEST = 10_000;

/** Reads a cell that holds a list in the notation of another program; null where it is none. */
export function readProgramList(text: string): ProgramList | null {
  if (text.length > LONGEST || !/^[[({a-zA-Z]/u.test(text)) return null;
  const inner = WRAPPED.exec(text)?.[1];
  if (inner !== undefined) return { language: "a Python list", values: membersOf(inner.slice(1, -1)) };
  const vector = VECTOR.exec(text)?.[1];
  if (vector !== undefined) return { language: "an R vector", values: membersOf(vector) };
  if (TUPLE.test(text) || LIST.test(text))
    return { language: "a Python list", values: membersOf(text.slice(1, -1)) };
  if (SET.test(text) && text.includes("'"))
    return { language: "a Python list", values: membersOf(text.slice(1, -1)) };
  const braces = BRACES.exec(text)?.[1];
  return braces === undefined ? null : { language: "a Postgres array", values: membersOf(braces) };
}

/** Values between commas, their quotes undone; words for a missing one are left out. */
function membersOf(inner: string): string[] {
  const members = inner.match(new RegExp(String.raw`[urbURB]{0,2}${QUOTED}|[^,\s][^,]*`, "gu")) ?? [];
  return members.map(unquote).filter((member) => member !== "" && !/^(?:None|nan|NULL|NA)$/u.test(member));
}

function unquote(member: string): string {
  const trimmed = member.trim();
  const quoted = /^[urbURB]{0,2}(['"])([\s\S]*)\1$/u.exec(trimmed);
  if (quoted === null) return trimmed;
  return (quoted[2] ?? "").replace(/\\(.)|(['"])\2/gu, "$1$2").trim();
}

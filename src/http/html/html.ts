/** HTML that is safe to send: text of others stands in it escaped. Only `html` makes it. */
export class Html {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
}

/** What a template may hold. Text is escaped; null, undefined and false are left out. */
export type Content = Html | string | number | null | undefined | false | readonly Content[];

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
/** Where a value stands: between tags, in a quoted attribute, or within a tag as an attribute of its own. */
type Place = "text" | "quoted" | "tag";
const places = new WeakMap<TemplateStringsArray, readonly Place[]>();

/**
 * Template of HTML in which every value is escaped, unless it is `Html` itself. An attribute's value stands in double quotes.
 * @throws TypeError for a value in a place where escaping does not make it safe
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  const known = places.get(strings) ?? findPlaces(strings);
  places.set(strings, known);
  let text = strings[0] ?? "";
  values.forEach((value, index) => {
    checkValue(value, known[index] ?? "text");
    text += render(value) + (strings[index + 1] ?? "");
  });
  return new Html(text);
}

function render(value: Content): string {
  if (value instanceof Html) return value.toString();
  if (value === null || value === undefined || value === false) return "";
  if (typeof value === "string") return value.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? "");
  if (typeof value === "number") return String(value);
  return value.map(render).join("");
}

function checkValue(value: Content, place: Place): void {
  if (place === "text" || value === null || value === undefined || value === false) return;
  if (place === "tag" && !(value instanceof Html))
    throw new TypeError("a value within a tag stands in double quotes, or is HTML of its own");
  if (place === "quoted" && value instanceof Html)
    throw new TypeError("HTML cannot be the value of an attribute");
}

function findPlaces(strings: TemplateStringsArray): Place[] {
  let before = "";
  return strings.slice(0, -1).map((part) => {
    before += part;
    const tag = before.slice(before.lastIndexOf("<"));
    if (!/^<[a-z!/]/i.test(tag)) return "text";
    const outside = tag.split(/"[^"]*"/).at(-1) ?? "";
    if (outside.includes('"')) return "quoted";
    if (outside.includes(">")) return "text";
    if (/\s$/.test(outside)) return "tag";
    throw new TypeError(`the value of an attribute stands in double quotes: ${tag}`);
  });
}

/** A value of the database whose own text, or JSON, says more than a value of JavaScript could. */
export class SqlValue {
  /** As Postgres writes it; a list as JSON. */
  readonly text: string;
  /** JSON with every digit. */
  readonly json: string;
  /** Whether a spreadsheet could run the text as a formula. */
  readonly mayBeFormula: boolean;
  /** Whether it is a number, with a point before its decimals. */
  readonly isNumber: boolean;

  constructor(
    text: string,
    json: string = JSON.stringify(text),
    kind: "formula" | "number" | "safe" = "safe",
  ) {
    this.text = text;
    this.json = json;
    this.mayBeFormula = kind === "formula";
    this.isNumber = kind === "number";
  }
}

const TIME = /^(\d{4,})-(\d\d)-(\d\d) (\d\d:\d\d:\d\d)(\.\d+)?([+-]\d\d)(:\d\d(?::\d\d)?)?( BC)?$/;

/** A `timestamptz` of Postgres in ISO 8601, with every digit and at least three of them; an infinite one as it is. */
export function toIsoTime(text: string): string {
  const [whole, year = "", month, day, time, fraction = "", hours = "", minutes = ":00", era] =
    TIME.exec(text) ?? [];
  if (whole === undefined) return text;
  const zone = `${hours}${minutes}` === "+00:00" ? "Z" : `${hours}${minutes}`;
  return `${toIsoYear(Number(year), era !== undefined)}-${month}-${day}T${time}${fraction.padEnd(4, "0").replace(/^0/, ".")}${zone}`;
}

/** There is no year 0 in Postgres; in ISO 8601 it is 1 BC. Years outside four digits have a sign and six digits. */
function toIsoYear(year: number, isBeforeChrist: boolean): string {
  const astronomical = isBeforeChrist ? 1 - year : year;
  if (astronomical >= 0 && astronomical <= 9_999) return String(astronomical).padStart(4, "0");
  return `${astronomical < 0 ? "-" : "+"}${String(Math.abs(astronomical)).padStart(6, "0")}`;
}

/** JSON as Postgres holds it, on one line: a line break in it can only stand between its parts. */
export function toSingleLineJson(text: string): string {
  return text.replace(/[\r\n\t]+/g, " ");
}

/**
 * The JSON list of an array as Postgres writes it. Bounds other than 1, such as in `[0:1]={a,b}`, are left out.
 * @param toJson the JSON of one element that is not null
 */
export function toJsonList(text: string, delimiter: string, toJson: (element: string) => string): string {
  const body = text.slice(text.indexOf("{"));
  let json = "";
  for (let at = 0; at < body.length; ) {
    const sign = body[at] ?? "";
    if (sign === "{" || sign === "}" || sign === delimiter) {
      json += sign === "{" ? "[" : sign === "}" ? "]" : ",";
      at += 1;
      continue;
    }
    const end = sign === '"' ? endOfQuoted(body, at) : endOfBare(body, at, delimiter);
    const element = body.slice(at, end);
    at = end;
    if (sign === '"') json += toJson(element.slice(1, -1).replace(/\\(.)/gs, "$1"));
    else json += element === "NULL" ? "null" : toJson(element);
  }
  return json;
}

function endOfQuoted(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function endOfBare(text: string, start: number, delimiter: string): number {
  let at = start;
  while (at < text.length && text[at] !== delimiter && text[at] !== "}") at += text[at] === "\\" ? 2 : 1;
  return at;
}

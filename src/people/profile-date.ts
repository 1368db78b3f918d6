import { isPlainObject } from "../values/json.ts";
import { type FieldPlace, noteWrongType, ownField, toText } from "./profile-fields.ts";

/** Languages in which no name of a month is that of another month in another of them. */
const LANGUAGES =
  "en en-GB fr de es it pt nl sv da nb fi pl cs sk sl ro hu et lv lt tr el ru uk bg ca id vi".split(" ");
const YEAR = "(19\\d{2}|20\\d{2})";
/** Smaller numbers may be days in digits; as seconds this one is in 1973, and as milliseconds the next is. */
const FIRST_SECONDS = 100_000_000;
const FIRST_MS = 100_000_000_000;
const END_MS = Date.UTC(2100, 0);
/** Year and month in digits, with or without a day, and with what follows in a timestamp. */
const YEAR_FIRST = new RegExp(`^${YEAR}[-/.](\\d{1,2})(?:[-/.](\\d{1,2}))?$`, "u");
const MONTH_FIRST = new RegExp(`^(\\d{1,2})[-/.]${YEAR}$`, "u");
const EAST_ASIAN = new RegExp(
  `^${YEAR}\\s*[年년]\\s*(\\d{1,2})\\s*[月월](?:\\s*(\\d{1,2})\\s*[日일])?$`,
  "u",
);
const NAMED_MONTH = new RegExp(
  `^(?:(\\d{1,2})(?:st|nd|rd|th|er|º|\\.)?\\s+)?(?:de\\s+)?(\\p{L}[\\p{L}\\p{M}]*)\\.?,?(?:\\s+(\\d{1,2})(?:st|nd|rd|th)?,)?[\\s’'/-]+(?:de\\s+|del\\s+)?${YEAR}$`,
  "u",
);

/**
 * Returns a date as 2020, 2020-01 or 2020-01-15 where it is one in another spelling: "Jan 2020", "01/2020", the number 2020,
 * an object of year and month. Any other text stays as it came: it may be "Present", and a view shows it. A text that has a
 * year and is no date, and a value of another kind, are noted.
 */
export function toDate(raw: unknown, place: FieldPlace): string | null {
  if (typeof raw === "number") return fromNumber(raw, place);
  if (isPlainObject(raw))
    return fromObject(ownField(raw, "year"), ownField(raw, "month"), ownField(raw, "day"), place);
  const text = toText(raw, place);
  if (text === null || /^(?:19|20)\d{2}(?:-(?:0[1-9]|1[0-2])(?:-\d{2}(?:[T ].*)?)?)?$/u.test(text))
    return text;
  const date = readDate(text);
  if (date === null && /\d{4}/u.test(text)) place.notes.add(place.path, "no date");
  return date ?? text;
}

function readDate(written: string): string | null {
  const text = written.normalize("NFKC").replace(/\s+/gu, " ").toLowerCase();
  const [, year, month, day] = YEAR_FIRST.exec(text) ?? EAST_ASIAN.exec(text) ?? [];
  if (year !== undefined)
    return joinDate(Number(year), Number(month), day === undefined ? null : Number(day));
  const digits = MONTH_FIRST.exec(text);
  if (digits !== null) return joinDate(Number(digits[2]), Number(digits[1]), null);
  const named = NAMED_MONTH.exec(text);
  const number = named === null ? undefined : monthOf(foldName(named[2] ?? ""));
  if (named === null || number === undefined) return null;
  const dayText = named[1] ?? named[3];
  return joinDate(Number(named[4]), number, dayText === undefined ? null : Number(dayText));
}

/** Reads a year, a year with a month (202001) or a day (20200115), and seconds or milliseconds since 1970. */
function fromNumber(value: number, place: FieldPlace): string | null {
  const time = value < FIRST_MS ? value * 1000 : value;
  if (Number.isInteger(value) && value >= FIRST_SECONDS && time < END_MS)
    return new Date(time).toISOString().slice(0, 10);
  const parts = /^((?:19|20)\d{2})(\d{2})?(\d{2})?$/u.exec(String(value));
  const [, year, month, day] = parts ?? [];
  return fromObject(
    year === undefined ? null : Number(year),
    month === undefined ? null : Number(month),
    day === undefined ? null : Number(day),
    place,
  );
}

function fromObject(year: unknown, month: unknown, day: unknown, place: FieldPlace): string | null {
  const [y, m, d] = [year, month, day].map((part) => {
    const number = typeof part === "string" ? Number(part) : part;
    return typeof number === "number" && Number.isInteger(number) && number > 0 ? number : null;
  });
  const date =
    typeof y === "number" && y >= 1900 && y <= 2099
      ? joinDate(y, m ?? null, m === null ? null : (d ?? null))
      : null;
  if (date === null) noteWrongType(year, "a date", place);
  return date;
}

/** Null for a month or a day that no calendar has. */
function joinDate(year: number, month: number | null, day: number | null): string | null {
  if (month === null) return String(year);
  if (month < 1 || month > 12) return null;
  const start = `${year}-${String(month).padStart(2, "0")}`;
  if (day === null) return start;
  const isDay = day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
  return isDay ? `${start}-${String(day).padStart(2, "0")}` : null;
}

function foldName(name: string): string {
  return name
    .normalize("NFD")
    .replace(/[\p{M}.]/gu, "")
    .toLowerCase();
}

let months: ReadonlyMap<string, number> | null = null;

/** The names are made at the first date that has one, because they take longer than the start of a command may. */
function monthOf(name: string): number | undefined {
  months ??= makeMonths();
  return months.get(name);
}

/** The names of months, long and short, alone and as beside a day. A name of two months in two languages is left out. */
function makeMonths(): ReadonlyMap<string, number> {
  const made = new Map<string, number>();
  const ambiguous = new Set<string>();
  for (const { name, month } of LANGUAGES.flatMap(namesOf)) {
    if ((made.get(name) ?? month) !== month) ambiguous.add(name);
    made.set(name, month);
  }
  for (const name of ambiguous) made.delete(name);
  return made;
}

function namesOf(language: string): { name: string; month: number }[] {
  const options: Intl.DateTimeFormatOptions[] = [
    { month: "long" },
    { month: "short" },
    { month: "long", day: "numeric" },
    { month: "short", day: "numeric" },
  ];
  return options.flatMap((option) => {
    const format = new Intl.DateTimeFormat(language, { ...option, timeZone: "UTC" });
    return Array.from({ length: 12 }, (_, index) => {
      const parts = format.formatToParts(Date.UTC(2021, index, 15));
      return { name: foldName(parts.find(({ type }) => type === "month")?.value ?? ""), month: index + 1 };
    }).filter(({ name }) => /^\p{L}{3,}$/u.test(name));
  });
}

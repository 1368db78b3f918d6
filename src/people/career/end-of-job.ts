import { toPlainLetters, toPlainWords } from "../names/plain-words.ts";

/** What programs write for a value that is missing. */
const NOTHING: ReadonlySet<string> = new Set("null none nil nan undefined n/a na #n/a".split(" "));
/** Words for an end that is over or not known, beside which every text without a digit says that the job goes on. */
const OVER_OR_UNKNOWN: ReadonlySet<string> = new Set(
  [
    "unknown unspecified undisclosed ended end finished left past former formerly over closed completed resigned retired terminated",
    "unbekannt beendet vergangen ehemalig ehemals abgeschlossen inconnu inconnue termine terminee fini passe ancien",
    "desconocido desconocida terminado finalizado pasado anterior sconosciuto terminato concluso passato desconhecido encerrado",
    "onbekend beeindigd afgerond voormalig okand avslutad avslutat avsluttet afsluttet tidligere ukendt ukjent tuntematon paattynyt lopetettu",
    "nieznany nieznana zakonczone zakonczono ukonceno ukoncene ukonceny zavrseno zavrsen koncano befejezve befejezett incheiat lopetanud bitti bitmis ayrildi",
    "gekundigt ausgeschieden ausgetreten demissionne demissionnee quitte cessato dimesso dimessa finalizada terminada desligado desligada demitido opgezegd sluttet slutat",
    "завершено завершен закончено закончил закончила уволен уволена уволился уволилась прошлое бывший бывшая неизвестно завершена звільнений",
    "terminato completata completado completada longer ceased quit",
  ].flatMap((line) => line.split(" ")),
);
/** Words of languages without blanks between words: left, resigned, ended. */
const OVER_IN_EAST_ASIA =
  /離職|离职|退職|退社|辞职|辭職|終了|结束|結束|已完成|離任|离任|卸任|퇴사|퇴직|종료/u;
const MONTH_STARTS = new RegExp(
  `^(?:${[
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|fall|winter",
    "ιαν|φεβ|μαρ|απρ|μαι|ιουν|ιουλ|αυγ|σεπ|οκτ|νοε|δεκ",
    "marz|mai|okt|dez|janv|fevr|avr|juin|juil|aout|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|maart|mei",
  ].join("|")})`,
  "u",
);
const LANGUAGES = [
  "bg",
  "ca",
  "cs",
  "da",
  "el",
  "et",
  "eu",
  "fi",
  "hr",
  "hu",
  "id",
  "is",
  "lt",
  "lv",
  "pl",
  "ro",
  "ru",
  "sk",
  "sl",
  "sq",
  "sr",
  "sv",
];
const MORE_LANGUAGES = ["ar", "fa", "he", "hi", "ka", "kk", "nb", "nl", "pt", "th", "tr", "uk", "vi"];
const MONTH_NAMES: ReadonlySet<string> = new Set(
  [...LANGUAGES, ...MORE_LANGUAGES].flatMap((language) => monthsOf(language)).flatMap(toPlainWords),
);

/** Returns the names of the months, alone and as they stand beside a day. */
function monthsOf(language: string): string[] {
  const alone = new Intl.DateTimeFormat(`${language}-u-ca-gregory`, { month: "long", timeZone: "UTC" });
  const inDate = new Intl.DateTimeFormat(`${language}-u-ca-gregory`, {
    month: "long",
    day: "numeric",
    timeZone: "UTC",
  });
  const months = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2026, month, 15)));
  return months.flatMap((month) => [
    alone.format(month),
    ...inDate.formatToParts(month).flatMap(({ type, value }) => (type === "month" ? [value] : [])),
  ]);
}

/** Some programs write a day that never comes, such as 9999-12-31. */
const NEVER = /^(?:2[1-9]|[3-9]\d)\d\d(?:$|\D)/u;

/**
 * Returns what the end of a job says: `open` for "Present", "Heute", "Aujourd'hui", "至今" and whatever else is no date and no
 * word for an end, in any language; `nothing` for signs and words of programs that mean no value; `text` for the rest.
 */
export function readEnd(written: string): "open" | "nothing" | "text" {
  const text = toPlainLetters(written).trim();
  if (!/[\p{L}\p{N}]/u.test(text) || NOTHING.has(text)) return "nothing";
  if (/\p{N}/u.test(text)) return NEVER.test(text) ? "open" : "text";
  const words = toPlainWords(text);
  const isOver =
    OVER_IN_EAST_ASIA.test(text) || words.some((word) => OVER_OR_UNKNOWN.has(word)) || isMonth(words);
  return isOver ? "text" : "open";
}

/** A month without a year tells no date. */
function isMonth(words: readonly string[]): boolean {
  const [word, ...others] = words;
  if (word === undefined || others.length > 0) return false;
  return (word.length <= 10 && MONTH_STARTS.test(word)) || MONTH_NAMES.has(word);
}

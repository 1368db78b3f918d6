import { toPlainLetters, toPlainWords } from "../names/plain-words.ts";

/** What programs write for a value that is missing. */
const NOTHING: ReadonlySet<string> = new Set("null none nil nan undefined n/a na #n/a".split(" "));
/** Words for an end that is over or not known, beside which every text without a digit says that the job goes on. */
const OVER_OR_UNKNOWN: ReadonlySet<string> = new Set(
  [
    "unknown unspecified undisclosed ended end finished left past former formerly over closed completed resigned retired terminated",
    "unbekannt beendet vergangen ehemalig ehemals abgeschlossen inconnu inconnue termine terminee fini passe ancien",
    "desconocido desconocida terminado finalizado pasado anterior sconosciuto terminato concluso passato desconhecido encerrado",
    "onbekend beeindigd voormalig okand avslutad tidligere ukendt ukjent tuntematon paattynyt nieznany zakonczone",
  ].flatMap((line) => line.split(" ")),
);
const MONTHS = new RegExp(
  `^(?:${[
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|fall|winter",
    "marz|mai|okt|dez|janv|fevr|avr|juin|juil|aout|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|maart|mei",
  ].join("|")})`,
  "u",
);
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
  const isOver = words.some((word) => OVER_OR_UNKNOWN.has(word)) || isMonth(words);
  return isOver ? "text" : "open";
}

/** A month without a year tells no date. */
function isMonth(words: readonly string[]): boolean {
  const [word, ...others] = words;
  return word !== undefined && others.length === 0 && word.length <= 10 && MONTHS.test(word);
}

import { splitName } from "../../people/names/split-name.ts";
import type { Candidate } from "../candidate.ts";

/** Returns the first name for an import; the whole name where it cannot be split safely. */
export function firstNameOf(candidate: Candidate): string | null {
  const { first, whole } = nameOf(candidate);
  return first ?? whole;
}

/** Returns the last name for an import. */
export function lastNameOf(candidate: Candidate): string | null {
  return nameOf(candidate).last;
}

/** Says why a candidate is no prospect; null: nothing speaks against it. */
export function refuseNameless(candidate: Candidate): string | null {
  const { first, last, whole } = nameOf(candidate);
  return (first ?? last ?? whole) === null ? "no name: the profile hides it or has none" : null;
}

function nameOf({ first_name: firstName, last_name: lastName, full_name: fullName }: Candidate) {
  return splitName({ firstName, lastName, fullName });
}

/** Returns "Paris" for "Paris, Île-de-France, France", and nothing for a country alone or "Germany, Europe". */
export function cityOf(location: string | null): string | null {
  const parts = (location ?? "").split(/[,、，]/u).map((part) => part.trim());
  const [city = "", next] = parts;
  return city === "" || (isCountry(city) && city !== next) ? null : city;
}

const LANGUAGES = [
  "en",
  "de",
  "fr",
  "es",
  "it",
  "pt",
  "nl",
  "sv",
  "da",
  "nb",
  "fi",
  "pl",
  "cs",
  "tr",
  "ru",
  "uk",
  "ja",
  "zh",
  "ko",
  "ar",
];
/** Names of countries beside those that the runtime knows. */
const MORE_COUNTRIES = [
  "usa",
  "us",
  "uk",
  "uae",
  "u.s.",
  "u.s.a.",
  "u.k.",
  "united states of america",
  "great britain",
  "england",
  "scotland",
  "wales",
  "holland",
  "czech republic",
  "türkiye",
  "korea",
  "remote",
  "worldwide",
  "europe",
  "european union",
  "deutschland",
];
let countries: ReadonlySet<string> | null = null;

function isCountry(place: string): boolean {
  countries ??= new Set([...namesOfCountries(), ...MORE_COUNTRIES]);
  return countries.has(place.toLowerCase());
}

function* namesOfCountries(): Generator<string> {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const codes = letters.flatMap((one) => letters.map((other) => one + other));
  for (const language of LANGUAGES) {
    const names = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
    for (const code of codes) {
      const name = names.of(code);
      if (name !== undefined) yield name.toLowerCase();
    }
  }
}

import type { PersonKey } from "../../people/identity/person-keys.ts";

/** Everything that addresses, JSON or another Unicode form may write otherwise. Without the flag i, by which ſ and K would be s and k. */
const VARIABLE = /[^A-Za-z0-9]+/gu;

/** Returns a pattern for ILIKE under the collation "C" that finds a key in a raw text, however it is encoded there; a superset of the matches. */
export function toLikePattern({ kind, value }: PersonKey): string {
  // Phone numbers are written in too many ways to be searched for as text; of addresses the domain may be international.
  if (kind === "phone") return "%";
  const [text = ""] = kind === "email" ? value.split("@") : [value];
  return `%${text.replace(VARIABLE, "%")}%`;
}

/** Returns a regular expression that finds, under the collation "C", LinkedIn names in an address or a raw text; a superset of the matches. */
export function toNamePattern(slugs: readonly string[]): string {
  // Postgres searches a long text for a regular expression in half the time of ILIKE.
  return `(?:^|[/@"])(?:${slugs.map((slug) => slug.replace(VARIABLE, '[^"/?]*')).join("|")})`;
}

import { HttpError } from "./http-error.ts";

/** The fields of a form; one that is given several times is a list. */
export type FormFields = Readonly<Record<string, string | readonly string[]>>;

const MOST_FIELDS = 2_000;

/** Reads the body of a form. @throws HttpError for more fields than any of our forms has */
export function readFormBody(body: string): FormFields {
  const fields = new Map<string, string[]>();
  let found = 0;
  for (const [name, value] of new URLSearchParams(body)) {
    found += 1;
    if (found > MOST_FIELDS) throw new HttpError(413, "too_large", "the form has too many fields");
    fields.set(name, [...(fields.get(name) ?? []), value]);
  }
  return Object.fromEntries(
    [...fields].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? "") : values]),
  );
}

/** JSON whose numbers keep their text, which JavaScript changes: 9007199254740993, 1e400, 1.10, -0. */
export interface ExactJson {
  /** The value, with a marked text in place of every number that JavaScript would write in another way. */
  readonly value: unknown;
  /** The JSON of the value or of any part of it, with the numbers as they were written. */
  toJson(value: unknown, indent?: number): string;
}

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** Parses JSON that was parsed before; null: it has no number that JavaScript would write in another way. */
export function keepNumbers(text: string): ExactJson | null {
  if (!hasInexact(text)) return null;
  const mark = unusedMark(text);
  const marked = text.replace(STRING_OR_NUMBER, (token) => (isInexact(token) ? `"${mark}${token}"` : token));
  const pattern = new RegExp(`"${mark}([^"]+)"`, "g");
  return {
    value: JSON.parse(marked),
    toJson: (value, indent) => JSON.stringify(value, null, indent).replace(pattern, "$1"),
  };
}

/** As `keepNumbers`, of any JSON. @throws SyntaxError */
export function parseExactJson(text: string): ExactJson {
  return (
    keepNumbers(text) ?? {
      value: JSON.parse(text),
      toJson: (value, indent) => JSON.stringify(value, null, indent),
    }
  );
}

function hasInexact(text: string): boolean {
  for (const [token] of text.matchAll(STRING_OR_NUMBER)) if (isInexact(token)) return true;
  return false;
}

function isInexact(token: string): boolean {
  return !token.startsWith('"') && String(Number(token)) !== token;
}

/** A text that stands nowhere in the JSON, so that no value can pass for a number. */
function unusedMark(json: string): string {
  const readable = json.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  let count = 0;
  while (readable.includes(`number ${count}: `)) count += 1;
  return `number ${count}: `;
}

import { toEmailAddresses, toEmailKey } from "../identity/email-address.ts";
import { toLinkedinSlug } from "../identity/linkedin-slug.ts";
import { keysOfId, type PersonKey, uniqueKeys } from "../identity/person-keys.ts";
import { looksLikePhone, toPhoneKey } from "../identity/phone-number.ts";

/** Ids are not longer; a longer text is read word by word. */
const MAX_ID_LENGTH = 255;
/** Separates words in texts and in JSON that cannot be parsed. */
const BETWEEN_WORDS = /[\s"'`<>()[\]{},;|\\]+/u;

/**
 * Returns everything in an answer by which a person may be known, at any depth and in names of fields too. Meant for answers
 * that are not pages, in which nothing says which text is what: a word that is not an id is read as one all the same.
 */
export function keysInAnswer(body: Uint8Array): PersonKey[] {
  const text = new TextDecoder().decode(body);
  return uniqueKeys(textsOf(parseOr(text)).flatMap(keysInText));
}

/** Returns the JSON in a text, or the text itself if it is not JSON. */
function parseOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Returns every text, number and name of a field in a value. Works level by level, so that depth costs no stack. */
function textsOf(value: unknown): string[] {
  const texts = new Set<string>();
  for (let level = [value]; level.length > 0; ) {
    for (const one of level) if (typeof one === "string" || typeof one === "number") texts.add(String(one));
    level = level.flatMap((one) =>
      typeof one === "object" && one !== null ? [...Object.keys(one), ...Object.values(one)] : [],
    );
  }
  return [...texts];
}

function keysInText(text: string): PersonKey[] {
  const words = text.split(BETWEEN_WORDS).filter((word) => word !== "");
  const number = text.length <= MAX_ID_LENGTH && looksLikePhone(text) ? toPhoneKey(text) : null;
  return [
    ...(number === null ? [] : [{ kind: "phone" as const, value: number }]),
    ...toEmailAddresses(text).map((email) => ({ kind: "email" as const, value: toEmailKey(email) })),
    ...[text.trim(), ...words].filter(({ length }) => length <= MAX_ID_LENGTH).flatMap(keysOfId),
    ...words.flatMap((word) => {
      const slug = word.includes("/") ? toLinkedinSlug(word) : null;
      return slug === null ? [] : [{ kind: "linkedin_slug" as const, value: slug }];
    }),
  ];
}

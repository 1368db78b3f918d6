import { looksLikePhone, toLatinDigits } from "./identity/phone-number.ts";
import { toPlainText } from "./identity/written-text.ts";

/** Words of a name under which addresses and numbers stand, in the languages of the profiles that were seen. */
const CONTACT_WORDS =
  /^(?:e?mails?|courriels?|correos?|address(?:es)?|adress[ea]n?|direccion|contacts?|kontakt|contacto|(?:tele|hand|smart|cell|mobile)?(?:ph?ones?|fono|foon|fon)|tel|tels|telnr|mobiles?|mobil(?:no|nr|num|number)?|movil|celular(?:es)?|cellulare|cells?|handy(?:s|nr)?|portable|fax(?:es)?|gsm|sms|landline|dial|msisdn|whatsapp|telegram|skype|wechat|signal|viber|imessage)$/u;
/** Parts that tell it wherever they stand, as in `workemail` or `phonenumber`. */
const CONTACT_PARTS = /email|mailto|telephone|telefon|phone(?!tic)|whatsapp|mobilenum|mobileno|cellphone/u;
/** Words of a name under which a long number is none to call. */
const COUNT_WORDS =
  /^(?:ids?|urns?|uuids?|urls?|uris?|links?|href|slug|dates?|at|from|start(?:ed|s)?|ended|end|ends|since|until|time|timestamp|created|updated|year|years|revenues?|employees?|headcount|counts?|size|amount|funding|salary|code|zip|postal|siren|siret|version)$/u;
/** No name of a field is longer; only its beginning is read. */
const LONGEST_NAME = 200;

const SCHEME = /(?:mailto|tel|sms|skype|callto|whatsapp|facetime):|\b(?:wa|t)\.me\//iu;
const ADDRESS = /[^\s@]@[^\s@.]{1,63}\.[^\s@.]/u;
const SPELLED_ADDRESS =
  /[\p{L}\p{N}]\s{0,2}[([{<]\s{0,2}(?:at|@|arobase|ät)\s{0,2}[)\]}>]\s{0,2}[\p{L}\p{N}]|\p{L} at [\p{L}\p{N}-]{1,63} dot \p{L}/iu;
/** A country's prefix and at least seven digits. */
const INTERNATIONAL = /(?:\+|(?<![\p{L}\p{N}.,])00)[\s().\-/]{0,2}\d(?:[\s().\-/\u2010-\u2015]{0,3}\d){6}/u;
const DIGIT_RUN = /\d[\d\s().\-/\u2010-\u2015]*/gu;
const WEB_ADDRESS = /^(?:https?:\/\/|www\.|urn:)\S*$/iu;
const FEWEST_DIGITS = 7;
/** Within a sentence, fewer are a count or a year. */
const FEWEST_WITHIN = 8;
const MOST_DIGITS = 15;

/** Returns whether a field of this name holds a way to reach a person. */
export function isContactName(name: string): boolean {
  const words = toWords(name);
  return words.some((word) => CONTACT_WORDS.test(word)) || CONTACT_PARTS.test(words.join(""));
}

/**
 * Returns whether a value looks like an e-mail address or a phone number, or has one in it. Long numbers under a name that
 * tells of an id, a time or an amount are none.
 * @param name of the field
 */
export function isContactValue(value: string | number, name: string): boolean {
  if (typeof value === "string") {
    const text = toLatinDigits(toPlainText(value));
    if ([SCHEME, ADDRESS, SPELLED_ADDRESS].some((sign) => sign.test(text)) || isAddressAlone(text))
      return true;
    return !WEB_ADDRESS.test(text) && !isCount(name) && hasNumber(text);
  }
  const digits = Number.isInteger(value) ? String(Math.abs(value)).length : 0;
  return digits >= FEWEST_WITHIN && digits <= MOST_DIGITS && !isCount(name);
}

/** One word with a sign of addresses within it, such as `ada@intranet`. */
function isAddressAlone(text: string): boolean {
  const at = text.lastIndexOf("@");
  return at > 0 && at < text.length - 1 && !/\s/u.test(text);
}

function isCount(name: string): boolean {
  return toWords(name).some((word) => COUNT_WORDS.test(word));
}

/** The words of a name, in small letters without accents: `workEmail_2` is work, email, 2. */
function toWords(name: string): string[] {
  return name
    .slice(0, LONGEST_NAME)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, " ")
    .toLowerCase()
    .replace(/\be[\s_-]mail/gu, "email")
    .split(/[^\p{L}\p{N}]+|(?<=\p{L})(?=\p{N})/u)
    .filter((word) => word !== "");
}

function hasNumber(text: string): boolean {
  if (INTERNATIONAL.test(text)) return true;
  const isWhole = looksLikePhone(text);
  for (const [run] of text.matchAll(DIGIT_RUN)) {
    const parts = run.split(/\D+/u).filter((part) => part !== "");
    const digits = parts.join("").length;
    if (digits >= (isWhole ? FEWEST_DIGITS : FEWEST_WITHIN) && digits <= MOST_DIGITS && !isDate(parts))
      return true;
  }
  return false;
}

/** Years, months and days, such as 2016 to 2019, 2021-03-01 and 20210301. */
function isDate(parts: readonly string[]): boolean {
  const isYear = (part: string) => /^(?:19|20)\d\d(?:[01]\d[0-3]\d)?$/u.test(part);
  return (
    parts.some(isYear) && parts.every((part) => isYear(part) || (part.length <= 2 && Number(part) <= 31))
  );
}

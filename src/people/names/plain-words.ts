/** Letters that no Unicode form takes apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  ı: "i",
  ς: "σ",
};
const ACCENTS = /[\u0300-\u036F]/gu;
const BETWEEN_WORDS = /[^\p{L}\p{M}\p{N}+#]+/u;

/** Returns a text in small letters without accents, in one Unicode form, without invisible characters. */
export function toPlainLetters(text: string): string {
  return text
    .normalize("NFKD")
    .replace(ACCENTS, "")
    .normalize("NFC")
    .replace(/\p{Cf}|\p{Variation_Selector}|\u20E3/gu, "")
    .toLowerCase()
    .replace(ACCENTS, "")
    .replace(/[ßæœøłđðıς]/gu, (letter) => LETTERS[letter] ?? letter);
}

/** Returns the words of a text without case, accents, emoji and punctuation; `+` and `#` stay (C++, C#). */
export function toPlainWords(text: string): string[] {
  return toPlainLetters(text)
    .split(BETWEEN_WORDS)
    .filter((word) => word !== "");
}

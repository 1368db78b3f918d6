const SPECIAL_LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  ø: "o",
  œ: "oe",
  ł: "l",
  đ: "d",
  ı: "i",
  ð: "d",
  þ: "th",
};

/** Lower case without diacritics: the form in which every filter compares text. */
export function foldText(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[ßæøœłđıðþ]/g, (letter) => SPECIAL_LETTERS[letter] ?? letter);
}

/** Folded words with one space between and around them; `+ # &` count as letters (C++, C#, R&D). */
export function toWordLine(text: string): string {
  return ` ${foldText(text)
    .split(/[^\p{L}\p{N}+#&]+/u)
    .filter((word) => word !== "")
    .join(" ")} `;
}

/** Whether the words of `phrase` stand next to each other in a line made by `toWordLine`. */
export function holdsPhrase(wordLine: string, phrase: string): boolean {
  const wanted = toWordLine(phrase);
  return wanted.trim() !== "" && wordLine.includes(wanted);
}

/** ASCII letters and digits joined by dashes; "member" where a name has none (佐藤). */
export function toSlug(text: string): string {
  const slug = foldText(text)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return slug === "" ? "member" : slug;
}

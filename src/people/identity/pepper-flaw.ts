/** Characters that 16 random bytes have at least, written as digits, in base 16 and in base 64. */
const FEWEST_DIGITS = 39;
const FEWEST_HEX = 32;
const FEWEST_CHARACTERS = 22;
/** 16 random bytes have fewer in less than one of a hundred million cases. */
const FEWEST_DISTINCT = 7;

/**
 * Returns why a pepper is easier to guess than 16 random bytes, or null. It measures length and variety, and cannot know where a
 * text comes from: a sentence that is long enough passes.
 */
export function findPepperFlaw(pepper: string): string | null {
  const text = pepper.trim();
  if (text.length < fewestCharacters(text)) return "it is shorter than 16 random bytes";
  if (new Set(text.toLowerCase()).size < FEWEST_DISTINCT) return "it has too few different characters";
  if ((text + text).indexOf(text, 1) < text.length) return "it repeats itself";
  return isSequence(text) ? "its characters follow each other as in the alphabet" : null;
}

function fewestCharacters(text: string): number {
  if (/^\d+$/u.test(text)) return FEWEST_DIGITS;
  return /^[\da-f]+$/iu.test(text) ? FEWEST_HEX : FEWEST_CHARACTERS;
}

/** Most characters are the neighbours of those before them, such as in 0123456789. */
function isSequence(text: string): boolean {
  let neighbours = 0;
  for (let at = 1; at < text.length; at += 1)
    if (Math.abs(text.charCodeAt(at) - text.charCodeAt(at - 1)) <= 1) neighbours += 1;
  return neighbours > (text.length * 2) / 3;
}

/** Words that mean yes and no in one way everywhere. */
const PLAIN: ReadonlyMap<string, boolean> = new Map([
  ...["true", "yes", "1", "y", "t", "on", "1.0", "1,0", "✓", "✔", "☑"].map((word) => [word, true] as const),
  ...["false", "no", "0", "n", "f", "off", "0.0", "0,0", "☐"].map((word) => [word, false] as const),
]);

/** Yes and no as spreadsheets and people of a language write them; a comma separates decimals in most of them. */
const LANGUAGES: Readonly<Record<string, readonly [yes: string, no: string]>> = {
  French: ["vrai oui o v", "faux non"],
  German: ["wahr ja j w", "falsch nein"],
  Spanish: ["verdadero sí si s v", "falso"],
  Italian: ["vero sì si s v", "falso"],
  Portuguese: ["verdadeiro sim s v", "falso não nao"],
  Dutch: ["waar ja j", "onwaar nee"],
  Polish: ["prawda tak", "fałsz falsz nie"],
  Swedish: ["sant ja j", "falskt nej"],
  Danish: ["sand ja j", "falsk nej"],
  Norwegian: ["sann ja j", "usann nei"],
  Finnish: ["tosi kyllä k", "epätosi ei e"],
  Czech: ["pravda ano", "nepravda ne"],
  Hungarian: ["igaz igen", "hamis nem"],
  Romanian: ["adevărat adevarat da", "fals nu"],
  Turkish: ["doğru evet e", "yanlış yanliş hayır hayir h"],
  Russian: ["истина да", "ложь нет"],
  Ukrainian: ["істина так", "хибність ні"],
  Greek: ["αληθής αληθησ αληθης ναι", "ψευδής ψευδης οχι όχι"],
  Japanese: ["はい 真", "いいえ 偽"],
  Chinese: ["是 真", "否 假"],
};

interface Meaning {
  readonly value: boolean;
  readonly languages: ReadonlySet<string>;
}

/** By word; a word that is yes in one language and no in another has two meanings. */
const MEANINGS: ReadonlyMap<string, readonly Meaning[]> = collectMeanings();

/** How the boolean words of a file are to be read. */
export interface BooleanStyle {
  /** The languages to which every word of the file that is not plain belongs; none where they mix. */
  readonly languages: ReadonlySet<string>;
  /** The words that are not plain, as the file writes them, each once. */
  readonly words: readonly string[];
}

/** What a word says: a value, or the values that it may mean (none: it is no such word). */
export type ReadBoolean = { readonly value: boolean } | { readonly readings: readonly boolean[] };

/** Finds out of which language the boolean words of a file are. */
export function booleanStyle(cells: Iterable<string>): BooleanStyle {
  let languages: readonly string[] | null = null;
  const words = new Map<string, string>();
  for (const cell of cells) {
    const word = fold(cell);
    const meanings = MEANINGS.get(word);
    if (PLAIN.has(word) || meanings === undefined || words.has(word)) continue;
    words.set(word, cell.trim());
    const own = meanings.flatMap((meaning) => [...meaning.languages]);
    languages = languages === null ? own : languages.filter((each) => own.includes(each));
  }
  return { languages: new Set(languages), words: [...words.values()] };
}

/** Reads yes or no; a word that is not plain only where the whole file can be of one language. */
export function readBoolean(cell: string, style: BooleanStyle): ReadBoolean {
  const word = fold(cell);
  const plain = PLAIN.get(word);
  if (plain !== undefined) return { value: plain };
  if (/^[x✗✘×☒]$/u.test(word)) return { readings: [true, false] };
  const meanings = MEANINGS.get(word) ?? [];
  const here = meanings.filter((meaning) => [...meaning.languages].some((each) => style.languages.has(each)));
  const values = new Set((here.length > 0 ? here : meanings).map((meaning) => meaning.value));
  const [value] = values;
  if (value !== undefined && values.size === 1 && here.length > 0) return { value };
  return { readings: [...values] };
}

function collectMeanings(): Map<string, Meaning[]> {
  const meanings = new Map<string, Meaning[]>();
  for (const [language, [yes, no]] of Object.entries(LANGUAGES)) {
    for (const [words, value] of [[yes, true] as const, [no, false] as const]) {
      for (const word of words.split(" ").map((each) => fold(each))) {
        const known = meanings.get(word) ?? [];
        const same = known.find((meaning) => meaning.value === value);
        const others = known.filter((meaning) => meaning.value !== value);
        meanings.set(word, [
          ...others,
          { value, languages: new Set([...(same?.languages ?? []), language]) },
        ]);
      }
    }
  }
  return meanings;
}

function fold(word: string): string {
  return word
    .normalize("NFKC")
    .trim()
    .replace(/^'/u, "")
    .toLowerCase()
    .normalize("NFC")
    .replace(/[.!]$/u, "");
}

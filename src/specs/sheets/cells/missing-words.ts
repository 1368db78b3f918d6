/** Words that programs write where a value is missing: R, pandas, SQL, JavaScript, SAS, spreadsheets, and people. */
const MISSING = new Set(
  [
    ["na", "n/a", "n.a.", "n.a", "n\\a", "n/d", "n.d.", "#na", "#n/a", "#n/a n/a", "<na>", "na_character_"],
    ["nan", "+nan", "-nan", "1.#qnan", "-1.#ind", "1.#ind", "-1.#qnan", "nat", "<nat>"],
    [
      "np.nan",
      "numpy.nan",
      "pd.na",
      "pd.nat",
      "math.nan",
      "float('nan')",
      "series([])",
      "series([], dtype: object)",
    ],
    [
      "null",
      "(null)",
      "<null>",
      "[null]",
      "#null!",
      "nil",
      "<nil>",
      "\\n",
      "undefined",
      "none",
      "(none)",
      "<none>",
    ],
    ["(blank)", "(empty)", "<blank>", "<empty>", "(missing)", "<missing>", "<unset>", "(vide)", "(leer)"],
    [
      "()",
      "{}",
      "( )",
      "{ }",
      "''",
      '""',
      "set()",
      "tuple()",
      "list()",
      "dict()",
      "c()",
      "character(0)",
      "frozenset()",
    ],
    ["?", "??", "???", ".", "..", "...", "…", "/", "//", "\\", "*", "_", "~", "@", "#", "|", ";", ",", ":"],
    [
      "tbd",
      "tbc",
      "tba",
      "not available",
      "not applicable",
      "missing",
      "k.a.",
      "k. a.",
      "k.a",
      "s.o.",
      "n.v.t.",
      "nvt",
    ],
    [
      "s/o",
      "s.d.",
      "s/d",
      "n.c.",
      "n/c",
      "non renseigné",
      "keine angabe",
      "entfällt",
      "no aplica",
      "sin datos",
      "n.d",
    ],
  ].flat(),
);
const DASHES = /^[\p{Pd}\u2212\u00AF]+$/u;

/** True for a cell that says that there is no value, in place of being empty. */
export function isMissingWord(text: string): boolean {
  const folded = text.normalize("NFKC").trim().toLowerCase();
  return folded.length <= 20 && (MISSING.has(folded) || DASHES.test(folded));
}

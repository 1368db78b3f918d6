/** The oldest names may lack the semicolon, as browsers read them, where no letter follows. */
const REFERENCE =
  /&(?:#(\d{1,7});|#[xX]([\da-fA-F]{1,6});|([A-Za-z][A-Za-z\d]{1,9});|(amp|lt|gt|quot|nbsp)(?![A-Za-z\d=;]))/gu;
/** Texts that were escaped more than once are decoded as often; no text is escaped deeper. */
const MOST_PASSES = 3;

/** The named characters from U+00A0 to U+00FF in the order of their code points, as HTML names them. */
const LATIN =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest " +
  "Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig " +
  "agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";
const GREEK =
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon phi chi psi omega";
const NAMED: ReadonlyMap<string, string> = new Map([
  ...LATIN.split(" ").map((name, index): [string, string] => [name, String.fromCodePoint(0xa0 + index)]),
  ...GREEK.split(" ").flatMap((name, index): [string, string][] => {
    const letter = String.fromCodePoint(0x3b1 + index);
    return [
      [name, letter],
      [name.charAt(0).toUpperCase() + name.slice(1), letter.toUpperCase()],
    ];
  }),
  ...Object.entries({
    ...{ amp: "&", AMP: "&", lt: "<", LT: "<", gt: ">", GT: ">", quot: '"', QUOT: '"', apos: "'" },
    ...{ lsquo: "‘", rsquo: "’", sbquo: "‚", ldquo: "“", rdquo: "”", bdquo: "„", lsaquo: "‹", rsaquo: "›" },
    ...{ ndash: "–", mdash: "—", hellip: "…", bull: "•", trade: "™", euro: "€", prime: "′", Prime: "″" },
    ...{ OElig: "Œ", oelig: "œ", Scaron: "Š", scaron: "š", Yuml: "Ÿ", fnof: "ƒ", rarr: "→", larr: "←" },
    ...{ ensp: "\u2002", emsp: "\u2003", thinsp: "\u2009", zwnj: "\u200C", zwj: "\u200D", Ccaron: "Č" },
    ...{ ccaron: "č", Zcaron: "Ž", zcaron: "ž", Lstrok: "Ł", lstrok: "ł", sol: "/", plus: "+", num: "#" },
    ...{
      inodot: "ı",
      imath: "ı",
      dstrok: "đ",
      Dstrok: "Đ",
      hstrok: "ħ",
      Hstrok: "Ħ",
      check: "✓",
      star: "☆",
      starf: "★",
    },
    ...{ lpar: "(", rpar: ")", comma: ",", period: ".", colon: ":", semi: ";", commat: "@", lowbar: "_" },
  }),
]);
/** What HTML reads in the range of the C1 controls, from 0x80: the signs of Windows-1252. */
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

/**
 * Returns a text in which character references of HTML are the characters that they mean, also where it was escaped twice:
 * "R&amp;amp;D" gives "R&D". Unknown names, ampersands alone and references to control characters stay as they are.
 */
export function decodeEntities(text: string): string {
  let decoded = text;
  for (let pass = 0; pass < MOST_PASSES && decoded.includes("&"); pass += 1) {
    const next = decoded.replace(REFERENCE, decodeOne);
    if (next === decoded) break;
    decoded = next;
  }
  return decoded;
}

function decodeOne(whole: string, ...[decimal, hexadecimal, closed, open]: (string | undefined)[]): string {
  const name = closed ?? open;
  if (name !== undefined) return NAMED.get(name) ?? markedLetter(name) ?? whole;
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal);
  const character = code >= 0x80 && code <= 0x9f ? WINDOWS_1252.charAt(code - 0x80) : fromCode(code);
  return /^[^\p{Cc}\p{Cs}]$|^[\t\n\r]$/u.test(character) ? character : whole;
}

/** Names of marks, as in `&scaron;`, `&gbreve;` and `&aogon;`. */
const MARKS: ReadonlyMap<string, string> = new Map([
  ...([
    ["grave", "\u0300"],
    ["acute", "\u0301"],
    ["circ", "\u0302"],
    ["tilde", "\u0303"],
    ["macr", "\u0304"],
  ] as const),
  ...([
    ["breve", "\u0306"],
    ["dot", "\u0307"],
    ["uml", "\u0308"],
    ["ring", "\u030A"],
    ["dblac", "\u030B"],
  ] as const),
  ...([
    ["caron", "\u030C"],
    ["cedil", "\u0327"],
    ["ogon", "\u0328"],
  ] as const),
]);

/** Returns the letter with a mark that a name means; null: there is no such letter. */
function markedLetter(name: string): string | null {
  const mark = MARKS.get(name.slice(1));
  const letter = mark === undefined ? "" : `${name.charAt(0)}${mark}`.normalize("NFC");
  return letter.length === 1 ? letter : null;
}

function fromCode(code: number): string {
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : "";
}

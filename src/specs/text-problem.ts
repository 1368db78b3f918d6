/** Control codes, lone surrogates, and the character that stands for one that was lost. */
const UNUSABLE = /[\p{Cc}\p{Cs}\uFFFD]/u;
/** As spreadsheets in English, French, German, Spanish, Italian, Portuguese, Polish, Dutch and Russian write them. */
const SPREADSHEET_ERROR =
  /^#(?:¡?REF!|N\/[AD]|Н\/Д|NV|N\/B|NAME\?|NOM\?|¿NOMBRE\?|NOME\?|NAZWA\?|NAAM\?|ИМЯ\?|¡?(?:VALUE|VALEUR|WERT|VALOR|VALORE|ARG|WAARDE|ЗНАЧ|BEZUG|RIF|ADR|VERW|ССЫЛКА|NUM|ZAHL|LICZBA|GETAL|ЧИСЛО|NULL|NUL|NULO|NULLO|ZERO|LEEG|ПУСТО|SPILL|ÜBERLAUF|PROPAGATION|DESBORDAMIENTO|CALC|KALK|CALCUL)!|¡?(?:DIV|DEEL|DZIEL|ДЕЛ)\/0!|GETTING_DATA)$/iu;
/** Most texts: printable ASCII that does not begin with an equals sign or a number sign. */
const PLAIN = /^[!"$-<>-~][!-~]*(?: [!-~]+)*$/u;

/**
 * Returns why a normalized text cannot be part of a spec, or null if it can. Without `expected`, the column's own words
 * apply.
 */
export function findTextProblem(text: string): { readonly expected?: string; readonly fix: string } | null {
  if (PLAIN.test(text)) return null;
  if (text === "") return { fix: "write a value or leave the cell empty" };
  if (/^[=＝]/u.test(text)) {
    return {
      expected: "text, not a spreadsheet formula",
      fix: "write the value itself, without the equals sign",
    };
  }
  if (SPREADSHEET_ERROR.test(text)) {
    return {
      expected: "text, not a spreadsheet's error",
      fix: "write the value that the formula should have given",
    };
  }
  if (UNUSABLE.test(text)) {
    return {
      expected: "text of readable characters",
      fix: "type the value again: a character of it was lost or is a control code",
    };
  }
  return null;
}

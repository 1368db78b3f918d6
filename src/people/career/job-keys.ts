import { toPlainLetters, toPlainWords } from "../names/plain-words.ts";

/** Legal forms, as the words that are left when dots between letters are gone. */
const LEGAL_FORMS: ReadonlySet<string> = new Set(
  [
    "gmbh mbh ggmbh ag kg kgaa ohg ug haftungsbeschrankt gbr ek ev eg se co cie company inc incorporated corp corporation",
    "ltd limited llc llp lp plc pc pty pte pvt private sa sas sasu sarl eurl snc sca scs spa srl srls sapa bv nv cv vof",
    "ab as asa aps is oy oyj oyab ou uab sia kft zrt nyrt bt doo dd dooel ad ead eood ood spzoo zoo sro spol ao oao zao ooo pao",
    "ооо оао зао пао ао тоо lda ltda eireli me sl slu slne sll sab sapi srlcv decv tbk pt cv sdn bhd jsc pjsc hf ehf ohf sti anonim sirketi",
    "publ cjsc ojsc sau scop scic gie ae αε εε εοε επε ικε еоод оод ад еад тов uab sia ват зат прат тдв пп",
    "wll fz fze fzco fzc dmcc llo kk gk yk opc proprietary unlimited 株 有 주 유",
  ].flatMap((line) => line.split(" ")),
);
/** Several words that are one legal form, and signs for one. */
const JOINED: readonly (readonly [RegExp, string])[] = [
  [/\bsp(?:olka)? z ?o ?o\b/gu, " spzoo"],
  [/\bspol s r ?o\b|\bs r o\b/gu, " sro"],
  [/\b(?:s ?a|s ?a ?b|s ?a ?p ?i|s ?r ?l|s de r ?l) de c ?v\b/gu, " decv"],
  [/\bs ?a ?r ?l\b/gu, " sarl"],
  [/\bd o o\b/gu, " doo"],
  [/\ba s\b$/gu, " as"],
  [/\bs a$/gu, " sa"],
  [/\be v$/gu, " ev"],
];
const EAST_ASIAN =
  /บริษัท|จ(?:ำ|ํา)กัด|มหาชน|ห้างหุ้นส่วน|株式会社|有限会社|合同会社|合資会社|股份有限公司|有限责任公司|有限公司|주식회사|유한회사/gu;
/** Legal forms before a name in Vietnam: "Công ty TNHH", "Công ty Cổ phần". */
const VIETNAMESE = /^cong ty (?:tnhh |co phan |cp )?(?:mtv |mot thanh vien )?/u;
/** "Sanayi ve Ticaret", industry and trade, before a legal form of Turkey. */
const TURKISH = / san(?:ayi)? (?:ve )?tic(?:aret)?(?= |$)/u;
const FORMER_NAME =
  /[([,–—-]?\s*\b(?:formerly(?: known as)?|previously|fka|f\/k\/a|ex|vormals|ehemals|fruher|anciennement|antes|anteriormente|gia|precedentemente|voorheen|tidigare|tidligere|entinen|dawniej|now|jetzt|desormais)\b[\s:.-]+([^)\]]+)[)\]]?\s*$/u;
/** Marks such as (m/w/d) in titles. */
const GENDERS = /\(\s*[mwdfhvx](?:\s*[/|,]\s*[mwdfhvx])+\s*\)/giu;

/** Returns the keys of a company: its name without its legal form, and the former name that it is written with. */
export function toCompanyKeys(name: string): string[] {
  const plain = toPlainLetters(name);
  const former = FORMER_NAME.exec(plain);
  const names = former === null ? [plain] : [plain.slice(0, former.index), former[1] ?? ""];
  return names.map(toCompanyKey).filter((key) => key !== "");
}

/** Returns the key of a title: its words without case, emoji and punctuation. */
export function toTitleKey(title: string): string {
  return toPlainWords(title.replace(GENDERS, " ").replaceAll("&", " and ")).join(" ");
}

function toCompanyKey(plain: string): string {
  const dotless = plain
    .replace(EAST_ASIAN, " ")
    .replace(/(?<=\p{L})\.(?=\s*\p{L}(?:\P{L}|$))/gu, "")
    .replace(/\ba\/s\b/gu, "as")
    .replaceAll("&", " and ");
  const joined = JOINED.reduce(
    (text, [form, word]) => text.replace(form, word),
    toPlainWords(dotless).join(" ").replace(VIETNAMESE, "").replace(TURKISH, ""),
  );
  const words = joined.split(" ").filter((word) => word !== "");
  let [start, end] = [0, words.length];
  const isForm = (word = "") => LEGAL_FORMS.has(word) || word === "and";
  while (end > start + 1 && isForm(words[end - 1])) end -= 1;
  while (
    start < end - 1 &&
    /^(?:ооо|оао|зао|пао|ао|тоо|тов|uab|sia|pt|ooo|株|有|주|유)$/u.test(words[start] ?? "")
  )
    start += 1;
  return words.slice(start, end).join("");
}

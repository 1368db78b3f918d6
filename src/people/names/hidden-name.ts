import { toPlainWords } from "./plain-words.ts";

/** What stands for a name that is not shown, as words of `toPlainWords`. */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  ...[
    "private member",
    "private profile",
    "private user",
    "hidden",
    "hidden profile",
    "hidden member",
    "anonymous",
  ],
  ...[
    "anonymous member",
    "anonymous user",
    "out of network",
    "name hidden",
    "no name",
    "unknown",
    "n a",
    "null",
    "none",
  ],
  ...[
    "private",
    "confidential",
    "name withheld",
    "masked name",
    "deleted user",
    "deleted member",
    "former member",
  ],
  ...[
    "領英會員",
    "领英会员",
    "領英用戶",
    "领英用户",
    "領英使用者",
    "عضو لينكدإن",
    "مستخدم لينكدإن",
    "عضو لینکدین",
  ].map((name) => toPlainWords(name).join(" ")),
]);
const OF = new Set(["member", "of", "de", "du", "di", "do", "von", "van", "user"]);

/**
 * Returns whether a name is none, such as "LinkedIn Member", "Membre de LinkedIn", "LinkedIn-Mitglied" or "LinkedInメンバー": the
 * network hides the name of people who are too far from the one who searches.
 */
export function isHiddenName(name: string): boolean {
  const words = toPlainWords(name.replace(/linked[\s-]+in\b/giu, "LinkedIn"));
  if (PLACEHOLDERS.has(words.join(" ")) || !/\p{L}/u.test(name)) return true;
  const others = words.filter((word) => !word.startsWith("linkedin"));
  if (others.length === words.length) return false;
  return others.filter((word) => !OF.has(word)).length < 2;
}

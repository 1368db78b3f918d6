import { domainToUnicode } from "node:url";
import { splitAddress } from "./email-address.ts";
import { isMemberId } from "./linkedin-slug.ts";
import type { PersonKey } from "./person-keys.ts";
import { withTrunkZero } from "./phone-number.ts";

/** An address as it was stored when punctuation around it was taken for a part of it. */
const WRAPPINGS: readonly ((address: string) => string)[] = [
  (address) => address,
  (address) => `mailto:${address}`,
  (address) => `<${address}>`,
  (address) => `${address};`,
  (address) => `${address},`,
  (address) => `${address}.`,
];

/**
 * Returns a key together with the forms in which earlier versions of this program stored it, in the list of suppressions and in `profiles` and
 * `contacts`. The list holds hashes, so it cannot be rewritten: it is searched for these forms too.
 */
export function withFormerKeys(key: PersonKey): PersonKey[] {
  const { kind, value } = key;
  if (kind === "email") return emailForms(value).map((form) => ({ kind, value: form }));
  if (kind === "phone") return [key, ...withTrunkZero(value).map((form) => ({ kind, value: form }))];
  if (kind !== "linkedin_slug") return [key];
  // A name that was typed alone was taken for an id; a member id lost its capitals.
  const smallLetters = isMemberId(value) ? [{ kind, value: value.toLowerCase() }] : [];
  return [key, { kind: "profile_id", value }, ...smallLetters];
}

function emailForms(address: string): string[] {
  const { local, domain } = splitAddress(address);
  const spellings = [...new Set([address, `${local}@${domainToUnicode(domain) || domain}`])];
  return spellings.flatMap((spelling) => WRAPPINGS.map((wrap) => wrap(spelling)));
}

import { domainToASCII } from "node:url";
import { toPlainText, unwrapAddress } from "./written-text.ts";

/**
 * Returns the e-mail addresses in a text, in small letters, without `mailto:`, angle brackets, names, quotes and punctuation
 * around them; several addresses may be separated by spaces, commas, semicolons or `|`.
 */
export function toEmailAddresses(written: string): string[] {
  const text = toPlainText(written).replace(/"([^"\s@]+)"@/gu, "$1@");
  const parts = text.split(/[\s,;|<>()[\]{}"]+/u).map(toBareAddress);
  const found = parts.filter((part) => /^[^\s@]+@[^\s@]+$/u.test(part));
  // Beside other words only a whole domain makes an address: "ada@exa mple.com" is none.
  const isAlone = parts.filter((part) => part !== "").length === 1;
  return [...new Set(found.filter((address) => isAlone || hasWholeDomain(address)))];
}

/** Returns the form in which two spellings of an address are equal: an international domain is in ASCII. */
export function toEmailKey(address: string): string {
  const { local, domain } = splitAddress(address.toLowerCase());
  return `${local}@${domainToASCII(domain) || domain}`;
}

/** Splits an address at its last `@`. */
export function splitAddress(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf("@");
  return { local: address.slice(0, at), domain: address.slice(at + 1) };
}

function hasWholeDomain(address: string): boolean {
  return splitAddress(address).domain.slice(1, -1).includes(".");
}

/** Drops what a `mailto:` address says behind a question mark, such as a subject. */
function toBareAddress(part: string): string {
  const address = unwrapAddress(part.replace(/^mailto:/iu, "")).toLowerCase();
  const at = address.indexOf("@");
  const query = at === -1 ? -1 : address.indexOf("?", at);
  return query === -1 ? address : address.slice(0, query);
}

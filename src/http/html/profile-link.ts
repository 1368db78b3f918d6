import { type Html, html } from "./html.ts";

/** Hosts to which a page may link what profiles name. Everything else of theirs is shown as text. */
const KNOWN_HOST = /^(?:[a-z]{2,3}\.)?(?:www\.)?linkedin\.com$/;

/** The address of a profile: a link where it is https and of a host that we know, else text. */
export function profileLink(address: string | null): Html | string {
  if (address === null) return "–";
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  const isKnown =
    url.protocol === "https:" && KNOWN_HOST.test(url.hostname) && url.username === "" && url.port === "";
  return isKnown
    ? html`<a href="${url.href}" rel="noopener noreferrer external" target="_blank">${decodeURI(safe(url.pathname))}</a>`
    : address;
}

/** A path that cannot be decoded stays as it is. */
function safe(path: string): string {
  try {
    decodeURI(path);
    return path;
  } catch {
    return encodeURI(path);
  }
}

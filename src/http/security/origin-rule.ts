import type { IncomingHttpHeaders } from "node:http";

/**
 * Why a request that changes something did not come from a page of ours; null: it did. Browsers say so in Sec-Fetch-Site; those that
 * do not name the origin. Under the policy `no-referrer` a form's origin is `null`, which counts only beside Sec-Fetch-Site.
 * @param origin of the console's pages, such as `http://3f9c.localhost:4600`
 */
export function foreignOrigin(headers: IncomingHttpHeaders, origin: string): string | null {
  const site = headers["sec-fetch-site"];
  const named = headers.origin;
  if (site !== undefined && site !== "same-origin") return "it was sent by a page of another site";
  if (named === origin) return null;
  if (site === "same-origin" && (named === undefined || named === "null")) return null;
  return named === undefined
    ? "it does not say where it comes from"
    : "it was sent by a page of another origin";
}

/** Whether a page of another site reads here by a script, a picture or a frame; following a link is no such thing. */
export function isForeignRead(headers: IncomingHttpHeaders): boolean {
  const site = headers["sec-fetch-site"];
  if (site === undefined || site === "same-origin" || site === "none") return false;
  return headers["sec-fetch-mode"] !== "navigate" || headers["sec-fetch-dest"] !== "document";
}

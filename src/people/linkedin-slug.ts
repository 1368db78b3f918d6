import { sanitizeText } from "../values/text.ts";

/** LinkedIn's own slugs have at most 100 characters; anything much longer is none, and indexes cannot hold it. */
const LONGEST_SLUG = 255;

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * The public name in a LinkedIn address: what follows `/in/`, percent-decoded, NFKC, lower case. Null for anything else,
 * such as an address of another site or of a sales lead. The scheme and a country's subdomain do not matter.
 */
export function toLinkedinSlug(linkedinUrl: string): string | null {
  const address = /^[a-z][a-z0-9+.-]*:\/\//iu.test(linkedinUrl) ? linkedinUrl : `https://${linkedinUrl}`;
  if (!URL.canParse(address)) return null;
  const { hostname, pathname } = new URL(address);
  if (hostname !== "linkedin.com" && !hostname.endsWith(".linkedin.com")) return null;
  const [, place, slug] = pathname.split("/");
  if (place?.toLowerCase() !== "in" || slug === undefined) return null;
  const readable = sanitizeText(decode(slug).normalize("NFKC").toLowerCase());
  return readable === "" || readable.length > LONGEST_SLUG ? null : readable;
}

import { toPlainText, unwrapAddress } from "./written-text.ts";

/** LinkedIn's own slugs have at most 100 characters; an index cannot hold much more than this. */
const MAX_SLUG_LENGTH = 255;
/** Addresses may be encoded twice, such as by a redirect. */
const MAX_DECODINGS = 2;
/** Site variants that put a folder before `/in/`. */
const SITE_FOLDERS: ReadonlySet<string> = new Set(["mwlite", "comm", "m"]);
/** The id of a member, which LinkedIn also takes in place of the public name: letter case is part of it. */
const MEMBER_ID = /^AC[a-z]AA[\w-]{4,}$/u;
/** Letters, digits and hyphens, as in a public name; not digits alone, which may be the number of anything. */
const PUBLIC_NAME = /^(?!\p{N}+$)[\p{L}\p{M}\p{N}-]{3,100}$/u;

/**
 * Returns the public name in a LinkedIn address: what follows `/in/`, percent-decoded, NFKC, in small letters (a member id
 * such as `ACoAA…` keeps its letter case). Null for anything else, such as an address of another site or of a sales lead.
 * Scheme, country host, mobile site, doubled slashes, parameters and surrounding punctuation do not matter.
 */
export function toLinkedinSlug(written: string): string | null {
  const path = pathOnLinkedin(unwrapAddress(toPlainText(written)));
  if (path === null) return null;
  const [first, ...rest] = path.split("/").filter((part) => part !== "");
  const [folder, slug] =
    first !== undefined && SITE_FOLDERS.has(first.toLowerCase()) ? rest : [first, ...rest];
  return folder?.toLowerCase() === "in" && slug !== undefined ? normaliseSlug(slug) : null;
}

/** Returns the public name in a field for LinkedIn addresses, which may also hold the name alone (`ada-invented`). */
export function slugOfField(written: string): string | null {
  const bare = unwrapAddress(toPlainText(written)).replace(/^@/u, "");
  // A word without a hyphen may as well say that there is none, such as "private".
  const isName = MEMBER_ID.test(bare) || (bare.includes("-") && bare.length > 4 && PUBLIC_NAME.test(bare));
  return toLinkedinSlug(written) ?? (isName ? normaliseSlug(bare) : null);
}

/** Returns the public name that an id of the API is or contains, or null. */
export function slugOfId(profileId: string): string | null {
  const isName = MEMBER_ID.test(profileId) || PUBLIC_NAME.test(profileId);
  return toLinkedinSlug(profileId) ?? (isName ? normaliseSlug(profileId) : null);
}

/** Returns the public name of a stored person: earlier versions of this program read fewer forms of an address. */
export function storedSlug({
  slug,
  url,
}: {
  readonly slug: string | null;
  readonly url: string | null;
}): string | null {
  return (url === null ? null : slugOfField(url)) ?? slug;
}

/** Returns whether a slug is the id of a member, of which letter case is a part. */
export function isMemberId(slug: string): boolean {
  return MEMBER_ID.test(slug);
}

/** Accepts an address with or without scheme, and a path alone if it begins with `in/`. */
function pathOnLinkedin(text: string): string | null {
  const isPath = /^\/*(?:(?:mwlite|comm|m)\/+)?in\/+[^/\s]/iu.test(text);
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//iu.test(text);
  const host = isPath ? "https://linkedin.com/" : "https://";
  const address = hasScheme ? text : `${host}${text.replace(/^\/+/u, "")}`;
  if (/\s/u.test(text) || !URL.canParse(address)) return null;
  const { hostname, pathname } = new URL(address);
  return /(?:^|\.)linkedin\.(?:com|cn)\.?$/u.test(hostname) ? pathname : null;
}

function normaliseSlug(part: string): string | null {
  let decoded = part;
  for (let times = 0; times < MAX_DECODINGS; times += 1) decoded = decode(decoded);
  const name = unwrapAddress(toPlainText(decoded));
  const slug = MEMBER_ID.test(name) ? name : name.toLowerCase().normalize("NFKC");
  return slug === "" || slug.length > MAX_SLUG_LENGTH ? null : slug;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

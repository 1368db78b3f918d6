const WEB_PAGE = /^\s*<(?:!doctype|html|head|\?xml)/i;
/** A `<` and what names the kind of page come first. */
const START_BYTES = 200;

/**
 * Names the program that answered with a web page in place of the API; null: the body is no web page.
 * @param server the header of that name
 */
export function gatewayOf(server: string | null, body: Uint8Array | null): string | null {
  if (body === null || !WEB_PAGE.test(Buffer.from(body.subarray(0, START_BYTES)).toString("latin1")))
    return null;
  return /^[a-z][a-z0-9-]{1,30}/i.exec(server ?? "")?.[0] ?? "unnamed";
}

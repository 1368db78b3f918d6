import { UsageError } from "../values/errors.ts";

/** Where the API lives, as its reference page says. */
export const PUBLIC_BASE_URL = "https://app.leonar.app/api/v1";

const ADVICE = `set LEONAR_BASE_URL to ${PUBLIC_BASE_URL}, or leave it out`;
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Takes a URL's own spelling of its host, in which 127.1 is written out. */
function isLoopback(url: URL): boolean {
  return LOOPBACK.test(url.hostname);
}

/** Whether what is sent to this address can be read by nobody in between: https, or http on this machine. */
export function isSecretAddress(address: string | URL): boolean {
  if (!URL.canParse(String(address))) return false;
  const url = new URL(address);
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url));
}

function flawOf(url: URL): string | null {
  if (!isSecretAddress(url)) return "must begin with https://, because the key travels with every call";
  if (url.username !== "" || url.password !== "") return "must not hold a user or a password";
  if (url.search !== "" || url.hash !== "") return "must end with its path, without ? and #";
  return null;
}

/**
 * Checks the address to which the key and the credits go, before anything is sent there.
 * @param url https only, or http on this machine: localhost, 127.*, [::1]
 * @param insecureTls whether this process accepts any certificate (NODE_TLS_REJECT_UNAUTHORIZED=0)
 * @returns the address without a slash at its end
 * @throws UsageError saying what to set; it never quotes the address, which may hold a password
 */
export function checkBaseUrl(url: string, insecureTls: boolean): string {
  if (!URL.canParse(url)) throw new UsageError(`LEONAR_BASE_URL is no web address: ${ADVICE}`);
  const parsed = new URL(url);
  const flaw = flawOf(parsed);
  if (flaw !== null) throw new UsageError(`LEONAR_BASE_URL ${flaw}: ${ADVICE}`);
  if (insecureTls && !isLoopback(parsed)) {
    throw new UsageError(
      "NODE_TLS_REJECT_UNAUTHORIZED=0 accepts any certificate, so that anybody in between could read the key: " +
        "unset it; for a certificate of your own use NODE_EXTRA_CA_CERTS",
    );
  }
  return `${parsed.origin}${parsed.pathname}`.replace(/\/+$/, "");
}

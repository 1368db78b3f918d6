import { UsageError } from "../values/errors.ts";

/** The address of the API on its reference page. */
export const DEFAULT_BASE_URL = "https://app.leonar.app/api/v1";

const ADVICE = `set LEONAR_BASE_URL to ${DEFAULT_BASE_URL}, or leave it out`;
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** `URL` writes the host in full: 127.1 becomes 127.0.0.1. */
function isLoopback(url: URL): boolean {
  return LOOPBACK.test(url.hostname);
}

/** Whether nothing between here and the address can read what is sent: https, or http on this machine. */
export function isEncryptedUrl(address: string | URL): boolean {
  if (!URL.canParse(String(address))) return false;
  const url = new URL(address);
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url));
}

function findProblem(url: URL): string | null {
  if (!isEncryptedUrl(url)) return "must begin with https://, because the key travels with every call";
  if (url.username !== "" || url.password !== "") return "must not hold a user or a password";
  if (url.search !== "" || url.hash !== "") return "must end with its path, without ? and #";
  return null;
}

/**
 * Checks the address of the API before the key is sent there.
 * @param url https only, or http on this machine: localhost, 127.*, [::1]
 * @param insecureTls whether this process accepts any certificate (NODE_TLS_REJECT_UNAUTHORIZED=0)
 * @returns the address without a slash at its end
 * @throws UsageError that says what to set, without the address, which may hold a password
 */
export function checkBaseUrl(url: string, insecureTls: boolean): string {
  if (!URL.canParse(url)) throw new UsageError(`LEONAR_BASE_URL is not a web address: ${ADVICE}`);
  const parsed = new URL(url);
  const problem = findProblem(parsed);
  if (problem !== null) throw new UsageError(`LEONAR_BASE_URL ${problem}: ${ADVICE}`);
  if (insecureTls && !isLoopback(parsed)) {
    throw new UsageError(
      "NODE_TLS_REJECT_UNAUTHORIZED=0 accepts any certificate, so that another host could read the key: " +
        "unset it; for a certificate of your own use NODE_EXTRA_CA_CERTS",
    );
  }
  return `${parsed.origin}${parsed.pathname}`.replace(/\/+$/, "");
}

import { accessSync, constants } from "node:fs";

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;
const FILE_PARAMETERS = ["sslrootcert", "sslcert", "sslkey"];
/** In the place of a file: the authorities that the machine knows. Node has its own and needs no word for them. */
const SYSTEM_CERTIFICATES = "system";
/** Modes in which whoever wrote the address wants no certificate checked. */
const UNCHECKED_MODES = ["disable", "no-verify"];

/** Whether the files of certificates and keys that the address names can be read. */
export function hasReadableFiles(address: string): boolean {
  const { searchParams } = new URL(address);
  try {
    for (const name of FILE_PARAMETERS) {
      const file = searchParams.get(name);
      if (file && file !== SYSTEM_CERTIFICATES) accessSync(file, constants.R_OK);
    }
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes `sslmode=verify-full` of every wish for TLS, except where it says that nothing shall be checked. So does
 * node-postgres with `require`, until its next major version, and warns of that on stderr each time.
 */
export function withVerifiedTls(address: string): string {
  const url = new URL(address);
  const { searchParams } = url;
  const mode = searchParams.get("sslmode");
  const asks =
    mode !== null ||
    FILE_PARAMETERS.some((name) => searchParams.has(name)) ||
    ["true", "1"].includes(searchParams.get("ssl") ?? "") ||
    searchParams.get("sslnegotiation") === "direct";
  if (!asks || UNCHECKED_MODES.includes(mode ?? "") || isLibpqCompatible(url)) return address;
  searchParams.set("sslmode", "verify-full");
  if (searchParams.get("sslrootcert") === SYSTEM_CERTIFICATES) searchParams.delete("sslrootcert");
  return url.href;
}

/** Whether a certificate is checked before the password is sent. @param address as `withVerifiedTls` gives it */
export function checksCertificate(address: string): boolean {
  const url = new URL(address);
  const mode = url.searchParams.get("sslmode") ?? "";
  if (mode === "require") return isLibpqCompatible(url) && url.searchParams.has("sslrootcert");
  return mode === "verify-full" || mode === "verify-ca";
}

/** Whether the server is on this machine, so that nobody is in between. */
export function isOnThisMachine(address: string): boolean {
  const url = new URL(address);
  const host = url.searchParams.get("host") ?? decodeURIComponent(url.hostname);
  return host === "" || host.startsWith("/") || LOOPBACK.test(host);
}

/** The same address as psql, pg_dump and other programs of PostgreSQL's own read it. */
export function toLibpqUrl(address: string): string {
  const url = new URL(address);
  const { searchParams } = url;
  searchParams.delete("uselibpqcompat");
  if (searchParams.get("sslmode") === "no-verify") searchParams.set("sslmode", "require");
  if (searchParams.get("sslmode") === "verify-full" && !searchParams.has("sslrootcert"))
    searchParams.set("sslrootcert", SYSTEM_CERTIFICATES);
  // They take a plus sign for itself.
  url.search = url.search.replaceAll("+", "%20");
  return url.href;
}

function isLibpqCompatible({ searchParams }: URL): boolean {
  return searchParams.get("uselibpqcompat") === "true";
}

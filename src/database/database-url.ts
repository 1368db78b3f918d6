import { accessSync, constants } from "node:fs";

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;
const FILE_PARAMETERS = ["sslrootcert", "sslcert", "sslkey"];
/** The value of sslrootcert that means the authorities of the machine. Node uses its own by default. */
const SYSTEM_CERTIFICATES = "system";
/** The values of sslmode that ask for no check of the certificate. */
const UNCHECKED_MODES = ["disable", "no-verify"];

/** Whether the certificate and key files in the address can be read. */
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
 * Replaces every setting that asks for TLS by `sslmode=verify-full`, unless it says that nothing shall be checked. node-postgres
 * treats `require` like that until its next major version, with a warning on stderr each time.
 */
export function withVerifiedTls(address: string): string {
  const url = new URL(address);
  const { searchParams } = url;
  const mode = searchParams.get("sslmode");
  const wantsTls =
    mode !== null ||
    FILE_PARAMETERS.some((name) => searchParams.has(name)) ||
    ["true", "1"].includes(searchParams.get("ssl") ?? "") ||
    searchParams.get("sslnegotiation") === "direct";
  if (!wantsTls || UNCHECKED_MODES.includes(mode ?? "") || isLibpqCompatible(url)) return address;
  searchParams.set("sslmode", "verify-full");
  if (searchParams.get("sslrootcert") === SYSTEM_CERTIFICATES) searchParams.delete("sslrootcert");
  return url.href;
}

/** Whether the certificate is checked before the password is sent. @param address as `withVerifiedTls` returns it */
export function checksCertificate(address: string): boolean {
  const url = new URL(address);
  const mode = url.searchParams.get("sslmode") ?? "";
  if (mode === "require") return isLibpqCompatible(url) && url.searchParams.has("sslrootcert");
  return mode === "verify-full" || mode === "verify-ca";
}

/** Whether the server is on this machine, so that the connection crosses no network. */
export function isOnThisMachine(address: string): boolean {
  const url = new URL(address);
  const host = url.searchParams.get("host") ?? decodeURIComponent(url.hostname);
  return host === "" || host.startsWith("/") || LOOPBACK.test(host);
}

/** Translates the address for psql, pg_dump and other programs that use libpq. They find the tables of the store by its search path. */
export function toLibpqUrl(address: string): string {
  const url = new URL(address);
  const { searchParams } = url;
  searchParams.delete("uselibpqcompat");
  if (searchParams.get("sslmode") === "no-verify") searchParams.set("sslmode", "require");
  if (searchParams.get("sslmode") === "verify-full" && !searchParams.has("sslrootcert"))
    searchParams.set("sslrootcert", SYSTEM_CERTIFICATES);
  const schema = searchParams.get("schema");
  searchParams.delete("schema");
  if (schema !== null)
    searchParams.set("options", `${searchParams.get("options") ?? ""} -c search_path=${schema}`.trim());
  // libpq does not read a plus sign as a space.
  url.search = url.search.replaceAll("+", "%20");
  return url.href;
}

function isLibpqCompatible({ searchParams }: URL): boolean {
  return searchParams.get("uselibpqcompat") === "true";
}

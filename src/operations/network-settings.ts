import { readFileSync } from "node:fs";
import * as tls from "node:tls";
import { getProxyForUrl } from "proxy-from-env";
import { UsageError } from "../values/errors.ts";

/** How this process reaches the API. */
export interface NetworkSettings {
  /** The forward proxy for the API; null: none. */
  readonly proxyUrl: string | null;
  /** Certificate authorities as PEM; null: those of Node. */
  readonly authorities: readonly string[] | null;
}

/**
 * Reads HTTPS_PROXY (or ALL_PROXY) and NO_PROXY of the process, in capitals or small letters, and the file of NODE_EXTRA_CA_CERTS. Node
 * itself reads them at its start only, so that it does not see those of a `.env`, and Node 20 never uses a proxy.
 * @param baseUrl the address of the API
 * @param environment the variables of the process, which the library reads by itself
 * @throws UsageError without the address of the proxy, which may hold a password
 */
export function readNetworkSettings(
  baseUrl: string,
  environment: Readonly<Record<string, string | undefined>>,
): NetworkSettings {
  const extraCertificates = environment.NODE_EXTRA_CA_CERTS?.trim() ?? "";
  return { proxyUrl: readProxy(baseUrl, environment), authorities: readAuthorities(extraCertificates) };
}

function readProxy(
  baseUrl: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | null {
  // An http address is on this machine, where no proxy leads.
  if (new URL(baseUrl).protocol === "http:") return null;
  const found = getProxyForUrl(baseUrl).trim();
  if (found === "") return null;
  // An address without a scheme is given that of the API, although a proxy named so speaks http, as for curl.
  const isNamedSo = Object.values(environment).includes(found);
  const address = isNamedSo ? found : found.replace(/^https:/, "http:");
  if (URL.canParse(address) && isProxyAddress(new URL(address))) return address;
  throw new UsageError(
    "HTTPS_PROXY: expected http://host:port or http://user:password@host:port, every other character of user and password " +
      "percent-encoded; other kinds of proxies, such as socks5, are not used",
  );
}

/** A path means that a slash of the password was taken for the end of the host. */
function isProxyAddress({ protocol, hostname, pathname, search, hash }: URL): boolean {
  return (
    /^https?:$/.test(protocol) && hostname !== "" && /^\/?$/.test(pathname) && search === "" && hash === ""
  );
}

function readAuthorities(path: string): string[] | null {
  if (path === "") return null;
  let extra: string;
  try {
    extra = readFileSync(path, "utf8");
  } catch {
    throw new UsageError(`NODE_EXTRA_CA_CERTS: the file ${path} cannot be read`);
  }
  if (!extra.includes("-----BEGIN CERTIFICATE-----"))
    throw new UsageError(`NODE_EXTRA_CA_CERTS: ${path} holds no certificate in PEM form`);
  // Node 22 and later know the authorities of the machine too, where --use-system-ca asks for them.
  const { getCACertificates } = tls as { getCACertificates?: () => string[] };
  return [...(getCACertificates?.() ?? tls.rootCertificates), extra];
}

import { UsageError } from "../values/errors.ts";

/** A name or an address, and a port. */
export interface RedisHost {
  readonly host: string;
  readonly port: number;
}

/** What REDIS_URL says. */
export interface RedisAddress {
  /** Whether the hosts are Sentinels, which know where the master is. */
  readonly isSentinel: boolean;
  readonly isEncrypted: boolean;
  /** One host; with Sentinels or a Cluster, one or more of them. */
  readonly hosts: readonly RedisHost[];
  readonly username: string | null;
  readonly password: string | null;
  readonly database: number;
  /** The version of IP by which to connect; 0: either. */
  readonly family: 0 | 4 | 6;
  /** The name under which the Sentinels know the master; empty without Sentinels. */
  readonly master: string;
  /** The login at the Sentinels, which is not the one at the master. */
  readonly sentinelUsername: string | null;
  readonly sentinelPassword: string | null;
}

const SCHEME = /^(rediss?)(\+sentinel)?:\/\/(?:([^@/?#]*)@)?([^@/?#]*)([^@#]*)$/i;
const HOST = /^(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/i;
const PORT = 6379;
const SENTINEL_PORT = 26379;

const FORM =
  "REDIS_URL is no address: expected redis://user:password@host:port/database (several hosts of a Cluster with commas), or redis+sentinel://user:password@host:port,host:port/MASTER; rediss for TLS; percent-encode every character of user and password that is not a letter or digit";

/**
 * Reads the address of a Redis, of several nodes of a Cluster, or of Sentinels.
 * @throws UsageError, which names no part of the address
 */
export function parseRedisAddress(text: string): RedisAddress {
  const [, scheme = "", sentinel, login = "", hosts = "", rest = ""] = SCHEME.exec(text) ?? refuse();
  const isSentinel = sentinel !== undefined;
  const { pathname, searchParams } = parseRest(rest);
  const path = decode(pathname.slice(1)).split("/");
  const [master, database] = isSentinel ? [path[0] ?? "", path[1]] : ["", path[0]];
  if (isSentinel && master === "") throw new UsageError(`${FORM}: the name of the master is missing`);
  const [username, password] = readLogin(login);
  return {
    isSentinel,
    isEncrypted: scheme.toLowerCase() === "rediss",
    hosts: hosts.split(",").map((host) => parseHost(host, isSentinel ? SENTINEL_PORT : PORT)),
    username: username ?? searchParams.get("username"),
    password: password ?? searchParams.get("password"),
    database: parseDatabase(database || searchParams.get("db") || ""),
    family: parseFamily(searchParams.get("family")),
    master,
    sentinelUsername: searchParams.get("sentinelUsername"),
    sentinelPassword: searchParams.get("sentinelPassword"),
  };
}

/** Returns the hosts of an address as one text, without user and password. */
export function describeHosts({ hosts }: Pick<RedisAddress, "hosts">): string {
  return hosts.map(({ host, port }) => `${host.includes(":") ? `[${host}]` : host}:${port}`).join(", ");
}

function refuse(): never {
  throw new UsageError(FORM);
}

function parseRest(rest: string): URL {
  return URL.canParse(rest, "redis://host") ? new URL(rest, "redis://host") : refuse();
}

function parseHost(text: string, defaultPort: number): RedisHost {
  const [, host = "", port] = HOST.exec(text.trim()) ?? refuse();
  const number = port === undefined ? defaultPort : Number(port);
  if (number < 1 || number > 65_535) refuse();
  return { host: host.replace(/^\[|\]$/g, ""), port: number };
}

function readLogin(login: string): [string | null, string | null] {
  const colon = login.indexOf(":");
  const user = colon === -1 ? login : login.slice(0, colon);
  const password = colon === -1 ? "" : login.slice(colon + 1);
  return [decode(user) || null, decode(password) || null];
}

function parseDatabase(text: string): number {
  return /^\d{0,5}$/.test(text) ? Number(text) : refuse();
}

function parseFamily(text: string | null): 0 | 4 | 6 {
  if (text === "4") return 4;
  return text === "6" ? 6 : 0;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse();
  }
}

import { isLoopbackHost } from "../../values/loopback-host.ts";

/**
 * Under which name a request came: the console's own, at which pages answer; another name of this machine, at which programs may
 * ask; or a foreign name, at which nothing answers.
 */
export type HostKind = "own" | "loopback" | "foreign";

export interface HostRule {
  /** Host with port of the console's pages, such as `3f9c.localhost:4600`. */
  readonly own: string;
  readonly port: number;
}

/** Paths that answer under a name of this machine without a session. */
const PROBES = new Set(["/healthz", "/readyz", "/metrics", "/api/v1/openapi.json"]);

/** @param header the Host header, as it came */
export function kindOfHost(header: string | undefined, { own, port }: HostRule): HostKind {
  const host = (header ?? "").toLowerCase();
  if (host === own.toLowerCase()) return "own";
  const [, name = "", given = "80"] = /^(.*?)(?::(\d{1,5}))?$/.exec(host) ?? [];
  return isLoopbackHost(name) && Number(given) === port ? "loopback" : "foreign";
}

/**
 * Whether a path answers under this kind of name. A console that the network reaches gives its probes to this machine alone.
 * @param isPublic the own name is that of CONSOLE_URL
 */
export function answersAt(kind: HostKind, path: string, isPublic: boolean): boolean {
  if (kind === "foreign") return false;
  if (kind === "own") return !(isPublic && PROBES.has(path));
  return PROBES.has(path) || path.startsWith("/api/");
}

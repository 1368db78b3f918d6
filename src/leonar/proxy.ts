import { type ClientRequestArgs, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Socket } from "node:net";

/** Why a forward proxy gave no way to the API. Nothing was sent to the API. */
export class ProxyFailure extends Error {
  /** Whether another attempt would be answered in the same way, until a setting is changed. */
  readonly isFinal: boolean;
  constructor(message: string, isFinal: boolean) {
    super(message);
    this.isFinal = isFinal;
  }
}

export interface ProxyRoute {
  /** The address of the proxy, http or https, with user and password if it asks for them. */
  readonly proxy: URL;
  readonly host: string;
  readonly port: number;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/**
 * Asks a forward proxy for a tunnel (CONNECT). The proxy sees the host and the port, and neither the key nor the search.
 * @throws ProxyFailure
 */
export async function openTunnel(route: ProxyRoute): Promise<Socket> {
  const { proxy, host, port, signal, timeoutMs } = route;
  const target = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const open = proxy.protocol === "https:" ? httpsRequest : httpRequest;
  const options: ClientRequestArgs = {
    method: "CONNECT",
    host: proxy.hostname.replace(/^\[|\]$/g, ""),
    port: Number(proxy.port || (proxy.protocol === "https:" ? 443 : 80)),
    path: target,
    headers: { host: target, ...authorization(proxy) },
    agent: false,
    signal,
    timeout: timeoutMs,
  };
  return new Promise((resolve, reject) => {
    const request = open(options);
    const unreachable = (code: string) =>
      reject(
        new ProxyFailure(`the proxy ${proxy.host} cannot be reached (${code}): check HTTPS_PROXY`, false),
      );
    request.once("timeout", () => request.destroy(Object.assign(new Error(), { code: "CONNECT_TIMEOUT" })));
    request.once("error", (error: NodeJS.ErrnoException) => unreachable(error.code ?? error.name));
    request.once("connect", (response: IncomingMessage, socket: Socket) => {
      const failure = toFailure(response.statusCode ?? 0, proxy.host, target);
      // A connection that breaks fails what is under way; an "error" event without a listener would end the process.
      socket.on("error", () => {});
      socket.removeAllListeners("timeout").setTimeout(0).setNoDelay(true);
      if (failure === null) return resolve(socket);
      socket.destroy();
      reject(failure);
    });
    request.once("response", (response: IncomingMessage) => {
      request.destroy();
      reject(toFailure(response.statusCode ?? 0, proxy.host, target) ?? noTunnel(proxy.host));
    });
    request.end();
  });
}

function authorization({ username, password }: URL): { "proxy-authorization"?: string } {
  if (username === "" && password === "") return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(credentials, "utf8").toString("base64")}` };
}

/** Null: the tunnel is open. */
function toFailure(status: number, proxy: string, target: string): ProxyFailure | null {
  if (status >= 200 && status < 300) return null;
  if (status === 407) {
    const advice = "set HTTPS_PROXY to http://user:password@host:port";
    return new ProxyFailure(`the proxy ${proxy} refused the user or the password (407): ${advice}`, true);
  }
  if (status === 403 || status === 405) {
    const advice = "have it allow that host and port, or name the host in NO_PROXY";
    return new ProxyFailure(`the proxy ${proxy} forbids the way to ${target} (${status}): ${advice}`, true);
  }
  return new ProxyFailure(`the proxy ${proxy} found no way to ${target} (${status})`, false);
}

function noTunnel(proxy: string): ProxyFailure {
  return new ProxyFailure(`${proxy} is no forward proxy: check HTTPS_PROXY`, true);
}

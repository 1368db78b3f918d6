import { once } from "node:events";
import type { IncomingMessage, RequestListener } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo, Server } from "node:net";
import { type LeonarClientOptions, makeLeonarClient } from "../../src/leonar/client.ts";
import type { ProfileSearch, SearchAnswer } from "../../src/leonar/profile-search.ts";
import type { Fault } from "../../src/simulator/fault-script.ts";
import type { Simulator } from "../../src/simulator/simulator.ts";
import { withSimulator } from "../simulator/with-simulator.ts";

export const KEY = "leo_a-key-of-the-tests";

/** A client with the key of the tests and enough time for everything. */
export function clientOf(origin: string, options: Partial<LeonarClientOptions> = {}): ProfileSearch {
  return makeLeonarClient({ apiKey: KEY, baseUrl: `${origin}/api/v1`, timeoutMs: 30_000, ...options });
}

/** Buys the first page of everybody. */
export function buyFirst(client: ProfileSearch, stop?: AbortSignal): Promise<SearchAnswer> {
  return client.search({ search: {}, page: 1 }, stop);
}

/** What a call that must fail throws. */
export async function failureOf(call: Promise<SearchAnswer>): Promise<Error & Record<string, unknown>> {
  const outcome: unknown = await call.catch((error: unknown) => error);
  if (outcome instanceof Error) return outcome as Error & Record<string, unknown>;
  throw new Error("the call was answered");
}

/** Lends a simulator that plays one fault at every request. */
export function withFault<T>(fault: Fault, use: (simulator: Simulator) => Promise<T>): Promise<T> {
  return withSimulator({ people: 200, balance: 1_000, key: KEY }, (simulator) => {
    simulator.setFaults([{ when: {}, fault }]);
    return use(simulator);
  });
}

/** What the first page costs and says, or how it fails, while one fault is played. */
export function buyUnder(fault: Fault, options: Partial<LeonarClientOptions> = {}): Promise<SearchAnswer> {
  return withFault(fault, (simulator) => buyFirst(clientOf(simulator.url, options)));
}

/** Lends a server on a free port of this machine and takes it back, its connections included. */
export async function withServer<T>(server: Server, use: (port: number) => Promise<T>): Promise<T> {
  const sockets = new Set<{ destroy(): void }>();
  server.on("connection", (socket) => sockets.add(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await use((server.address() as AddressInfo).port);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

export interface SeenRequest {
  readonly head: IncomingMessage;
  readonly body: string;
}

/** Lends a web server that notes every request as it came. */
export function withWebServer<T>(
  answer: RequestListener,
  use: (origin: string, seen: readonly SeenRequest[]) => Promise<T>,
): Promise<T> {
  const seen: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    seen.push({ head: request, body: Buffer.concat(chunks).toString() });
    await answer(request, response);
  });
  return withServer(server, (port) => use(`http://127.0.0.1:${port}`, seen));
}

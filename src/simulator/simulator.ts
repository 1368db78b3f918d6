import type { AddressInfo } from "node:net";
import fastify, { type FastifyInstance } from "fastify";
import type { Charge, RequestEntry } from "./account.ts";
import { addAdminRoutes } from "./admin-routes.ts";
import { toApiError } from "./api-error.ts";
import { type ExpectedResults, makeExpectedResults } from "./expected-results.ts";
import type { FaultScript } from "./fault-script.ts";
import { API_PATH, addSearchRoute } from "./search-route.ts";
import { makeWorkspace, type WorkspaceOptions } from "./workspace.ts";

const LOOPBACK = "127.0.0.1";
const LARGEST_BODY_BYTES = 1024 * 1024;

export interface SimulatorOptions extends WorkspaceOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Milliseconds before the first byte of every answer. */
  readonly latencyMs?: number;
}

/** The API on a local port, with a population of invented people and a ledger of what it charged. */
export interface Simulator extends ExpectedResults {
  /** "http://127.0.0.1:PORT", without a slash at its end. */
  readonly url: string;
  /** What LEONAR_BASE_URL has to be for this one. */
  readonly baseUrl: string;
  readonly key: string;
  readonly ledger: readonly Charge[];
  readonly requests: readonly RequestEntry[];
  readonly balance: number;
  readonly day: number;
  /** Sum of all charges, in credits. */
  charged(): number;
  setBalance(credits: number): void;
  /** Moves the population to another day; about one person in a hundred changes jobs each day. */
  setDay(day: number): void;
  /** Replaces all rules and forgets how often the old ones were played. */
  setFaults(script: FaultScript): void;
  /** Drops every connection, hanging ones too, and frees the port. */
  close(): Promise<void>;
}

function makeServer(): FastifyInstance {
  const server = fastify({ forceCloseConnections: true, bodyLimit: LARGEST_BODY_BYTES });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "string" }, (_, text, done) => done(null, text));
  server.setNotFoundHandler(async (_, reply) => {
    const { status, body } = toApiError("not_found");
    await reply.status(status).send(body);
  });
  server.setErrorHandler(async (_, __, reply) => {
    const { status, body } = toApiError("internal_error");
    await reply.status(status).send(body);
  });
  return server;
}

function addressOf(server: FastifyInstance): string {
  const { port } = server.server.address() as AddressInfo;
  return `http://${LOOPBACK}:${port}`;
}

/** Starts the API on the loopback interface. The caller closes it. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const workspace = makeWorkspace(options);
  const { account } = workspace;
  const closing = new AbortController();
  const server = makeServer();
  addSearchRoute(server, { ...workspace, latencyMs: options.latencyMs ?? 0, closing: closing.signal });
  addAdminRoutes(server, workspace);
  await server.listen({ host: LOOPBACK, port: options.port ?? 0 });
  return {
    ...makeExpectedResults(workspace),
    url: addressOf(server),
    baseUrl: `${addressOf(server)}${API_PATH}`,
    key: workspace.key,
    ledger: account.charges,
    requests: account.requests,
    get balance() {
      return account.balance;
    },
    get day() {
      return workspace.currentDay();
    },
    charged: account.charged,
    setBalance: account.setBalance,
    setDay: workspace.setDay,
    setFaults: workspace.setFaults,
    close: () => {
      closing.abort();
      return server.close();
    },
  };
}

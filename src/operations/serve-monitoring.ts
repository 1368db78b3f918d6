import fastify from "fastify";
import { isLoopbackHost, namesLoopback } from "../values/loopback-host.ts";
import type { MetricSources, Metrics } from "./metrics.ts";

export interface MonitoringOptions {
  readonly port: number;
  readonly host: string;
  readonly metrics: Metrics;
  readonly sources: MetricSources;
  /** Why this process should be restarted; null: it is healthy. */
  healthProblem(): string | null;
  /** Why this process takes no jobs; null: it takes them. */
  whyNotReady(): Promise<string | null>;
}

export interface MonitoringServer {
  /** The port in use. */
  readonly port: number;
  close(): Promise<void>;
}

/** Serves `/metrics`, `/healthz` and `/readyz` of a worker. @throws Error if the port is taken */
export async function serveMonitoring(options: MonitoringOptions): Promise<MonitoringServer> {
  const { metrics, sources, healthProblem: complaint, whyNotReady, host } = options;
  const server = fastify({ forceCloseConnections: true });
  const answer = (why: string | null) => ({
    code: why === null ? 200 : 503,
    body: { ok: why === null, why },
  });
  if (isLoopbackHost(host))
    server.addHook("onRequest", async (request, reply) => {
      if (!namesLoopback(request.headers.host))
        await reply.code(421).send({ error: "not a name of this machine" });
    });
  server.get("/metrics", async (_, reply) =>
    reply.type(metrics.contentType).send(await metrics.render(sources)),
  );
  server.get("/healthz", async (_, reply) => {
    const { code, body } = answer(complaint());
    return reply.code(code).send(body);
  });
  server.get("/readyz", async (_, reply) => {
    const { code, body } = answer(await whyNotReady());
    return reply.code(code).send(body);
  });
  await server.listen({ port: options.port, host });
  const address = server.server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;
  return { port, close: () => server.close() };
}

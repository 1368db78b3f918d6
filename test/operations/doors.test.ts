import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { isRedisExposed } from "../../src/composition/store-address.ts";
import { parseConfig } from "../../src/operations/config.ts";
import { serveMonitoring } from "../../src/operations/serve-monitoring.ts";
import { startSimulator } from "../../src/simulator/simulator.ts";

/** The status of a request that a browser sends under a name which leads here. */
function ask(port: number, path: string, host: string, method = "GET"): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, method, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject);
    sent.end();
  });
}

describe("a page of another site that has its name lead here", () => {
  it("steers no simulator", async () => {
    const simulator = await startSimulator({ people: 10 });
    const { port } = new URL(simulator.url);
    for (const [path, method] of [
      ["/_simulator/ledger", "GET"],
      ["/_simulator/faults", "POST"],
    ] as const)
      expect(await ask(Number(port), path, "evil.example", method)).toBe(421);
    expect(await ask(Number(port), "/_simulator/ledger", `localhost:${port}`)).toBe(200);
    await simulator.close();
  });

  it("reads no metrics of a worker on a loopback address, while other addresses have any name", async () => {
    for (const [host, status] of [
      ["127.0.0.1", 421],
      ["0.0.0.0", 200],
    ] as const) {
      const server = await serveMonitoring({
        port: 0,
        host,
        metrics: { contentType: "text/plain", render: async () => "metrics" } as never,
        sources: {} as never,
        healthProblem: () => null,
        whyNotReady: async () => null,
      });
      for (const path of ["/metrics", "/healthz", "/readyz"])
        expect([path, await ask(server.port, path, "evil.example")]).toEqual([path, status]);
      expect(await ask(server.port, "/metrics", "127.0.0.1")).toBe(200);
      await server.close();
    }
  });
});

describe("a secret for webhooks", () => {
  it.each([
    "whsec_!!!!!!!!!!!!!!!!!!",
    "whsec_AAAA============",
    "whsec_c2hvcnQ=",
    "whsec_          ",
    "whsec_AAAAAAAAAAAAAAAAAAAAAA*=",
  ])("%s is refused, because its key is none or short", (secret) => {
    expect(() => parseConfig({ RUN_WEBHOOK_SECRET: secret })).toThrow(
      "RUN_WEBHOOK_SECRET: expected at least 16",
    );
  });

  it.each(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "a secret of some length"])("%s is taken", (secret) => {
    parseConfig({ RUN_WEBHOOK_SECRET: secret });
  });
});

it.each([
  ["redis://queue.example:6379", true],
  ["redis://:secret@queue.example:6379", true],
  ["rediss://queue.example:6379", true],
  ["rediss://:secret@queue.example:6379", false],
  ["redis://127.0.0.1:6379", false],
  ["redis://localhost", false],
  ["redis://[::1]:6379", false],
  ["redis://127.0.0.1:7000,queue.example:7001", true],
  ["rediss://:secret@a.example:7000,b.example:7001", false],
  ["redis+sentinel://127.0.0.1:26379,[::1]:26380/main", false],
  ["redis+sentinel://:secret@watch.example/main", true],
])("doctor names %s: %s", (redisUrl, exposed) => {
  expect(isRedisExposed({ redisUrl })).toBe(exposed);
});

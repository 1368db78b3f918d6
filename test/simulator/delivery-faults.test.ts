import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import type { Simulator } from "../../src/simulator/simulator.ts";
import { dataOf, playFault } from "./play-fault.ts";
import { post, SEARCH_PATH, withSimulator } from "./with-simulator.ts";

/** Everything that comes over a plain socket, head and framing included. */
function exchange(simulator: Simulator, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(simulator.url);
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", reject);
    socket.on("close", () => resolve(Buffer.concat(chunks).toString("utf8")));
    socket.write(
      `POST ${SEARCH_PATH} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${simulator.key}\r\n` +
        `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
  });
}

describe("a page that is delivered badly", () => {
  it.each(["length", "chunked"] as const)("is cut short and noticed with framing by %s", (framing) =>
    playFault({ kind: "cut", framing }, (seen, simulator) => {
      expect(seen.response?.status).toBe(200);
      expect(seen.failed).toBe(true);
      expect(simulator.ledger).toMatchObject([{ credits: 25, answered: false }]);
    }),
  );

  it("is cut short and looks complete where only the end of the connection ends it", () =>
    playFault({ kind: "cut", framing: "close", after: 0.3 }, (seen, simulator) => {
      expect(seen.failed).toBe(false);
      expect(seen.response?.headers.get("content-length")).toBeNull();
      expect(seen.bytes.toString()).toMatch(/^\{"data":\{"profiles":\[/);
      expect(() => JSON.parse(seen.bytes.toString())).toThrow();
      expect(simulator.ledger).toMatchObject([{ credits: 25, answered: false }]);
    }));

  it("announces a length that it never reaches", () =>
    withSimulator({ people: 100 }, async (simulator) => {
      simulator.setFaults([{ when: {}, fault: { kind: "cut", framing: "length" } }]);
      const [head = "", body = ""] = (await exchange(simulator, "{}")).split("\r\n\r\n");
      const announced = Number(/content-length: (\d+)/i.exec(head)?.[1]);
      expect(Buffer.byteLength(body)).toBeGreaterThan(0);
      expect(Buffer.byteLength(body)).toBeLessThan(announced);
    }));

  it("lacks the last chunk when it is chunked", () =>
    withSimulator({ people: 100 }, async (simulator) => {
      simulator.setFaults([{ when: {}, fault: { kind: "cut", framing: "chunked" } }]);
      const text = await exchange(simulator, "{}");
      expect(text).toMatch(/transfer-encoding: chunked/i);
      expect(text).not.toMatch(/\r\n0\r\n\r\n$/);
    }));

  it.each(["corrupt", "plain"] as const)("is called gzip and is %s", (how) =>
    playFault({ kind: "bad_gzip", how }, (seen, simulator) => {
      expect(seen.response?.status).toBe(200);
      expect(seen.failed).toBe(true);
      expect(simulator.ledger).toMatchObject([{ credits: 25, answered: false }]);
    }),
  );

  it("is gzip cut short, which fetch takes for a success", () =>
    playFault({ kind: "bad_gzip", how: "truncated" }, (seen, simulator) => {
      expect(seen.response?.headers.get("content-encoding")).toBe("gzip");
      expect(() => JSON.parse(seen.bytes.toString())).toThrow();
      expect(simulator.ledger).toMatchObject([{ credits: 25, answered: false }]);
    }));

  it("drips and is whole in the end", () =>
    playFault({ kind: "drip", everyMs: 0, bytes: 512 }, async (seen, simulator) => {
      expect(dataOf(seen).profiles).toHaveLength(25);
      await expect.poll(() => simulator.ledger[0]?.answered).toBe(true);
    }));

  it.each([
    { kind: "drip", everyMs: 3_600_000 },
    { kind: "stall", after: 0.2 },
  ] as const)("can be left in the middle of %j", (fault) =>
    withSimulator({ people: 100 }, async (simulator) => {
      simulator.setFaults([{ when: { nth: 1 }, fault }]);
      const client = new AbortController();
      const response = await post(simulator, {}, { signal: client.signal });
      expect(response.status).toBe(200);
      const body = response.text().catch(() => "left");
      client.abort();
      expect(await body).toBe("left");
      expect((await post(simulator, {})).status).toBe(200);
      expect(simulator.ledger[0]).toMatchObject({ credits: 25, answered: false });
    }),
  );

  it("does not keep the simulator from closing", () =>
    withSimulator({ people: 100 }, async (simulator) => {
      simulator.setFaults([{ when: {}, fault: { kind: "stall" } }]);
      const response = await post(simulator, {});
      await simulator.close();
      await expect(response.text()).rejects.toThrow();
    }));

  it("comes late when it is told to", () =>
    playFault({ kind: "plain", delayMs: 20 }, (seen) => {
      expect(dataOf(seen).profiles).toHaveLength(25);
    }));
});

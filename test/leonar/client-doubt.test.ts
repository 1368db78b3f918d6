import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Fault } from "../../src/simulator/fault-script.ts";
import { MaybeCharged, TryLater } from "../../src/values/errors.ts";
import { buyFirst, clientOf, failureOf, withFault, withWebServer } from "./client-harness.ts";

describe("a call that may have been charged", () => {
  it.each<Fault>([
    { kind: "error", code: "internal_error" },
    { kind: "status", status: 500 },
    { kind: "status", status: 502, body: "Bad gateway" },
    { kind: "status", status: 503 },
    { kind: "status", status: 504 },
    { kind: "status", status: 599 },
    { kind: "status", status: 408 },
    { kind: "status", status: 204 },
    { kind: "html" },
    { kind: "html", status: 502 },
    { kind: "empty" },
    { kind: "status", status: 200, body: "[]" },
    { kind: "status", status: 200, body: "null" },
    { kind: "reset" },
    { kind: "malformed_json" },
    { kind: "cut", framing: "length" },
    { kind: "cut", framing: "chunked" },
    { kind: "cut", framing: "close" },
    { kind: "bad_gzip", how: "corrupt" },
    { kind: "bad_gzip", how: "truncated" },
    { kind: "bad_gzip", how: "plain" },
  ])("is held in doubt after %j, and not sent again", (fault) =>
    withFault({ ...fault, charged: true }, async (simulator) => {
      expect(await failureOf(buyFirst(clientOf(simulator.url)))).toBeInstanceOf(MaybeCharged);
      expect(simulator.requests).toHaveLength(1);
      expect(simulator.charged()).toBe(25);
    }),
  );

  it("says that an answer was too large", () =>
    withFault({ kind: "big_page", megabytes: 1 }, async (simulator) => {
      const failure = await failureOf(buyFirst(clientOf(simulator.url, { maxBodyBytes: 500_000 })));
      expect(failure).toBeInstanceOf(MaybeCharged);
      expect(failure.message).toBe("the answer is larger than 500000 bytes");
      expect(simulator.charged()).toBe(25);
    }));

  it("measures an answer after decompression", () =>
    withWebServer(
      (_, response) =>
        response.setHeader("content-encoding", "gzip").end(gzipSync(Buffer.alloc(8_000_000, 32))),
      async (origin) => {
        const failure = await failureOf(buyFirst(clientOf(origin, { maxBodyBytes: 1_000_000 })));
        expect(failure.message).toBe("the answer is larger than 1000000 bytes");
      },
    ));

  it("never quotes the answer", () =>
    withFault(
      { kind: "status", status: 500, body: '{"error":{"code":"x","message":"Jane"}}' },
      async (simulator) => {
        const failure = await failureOf(buyFirst(clientOf(simulator.url)));
        expect(`${failure.stack} ${JSON.stringify(failure)}`).not.toContain("Jane");
      },
    ));
});

describe("the deadline", () => {
  it.each<Fault>([
    { kind: "hang" },
    { kind: "plain", delayMs: 3_600_000 },
    { kind: "stall", after: 0.5 },
    { kind: "drip", everyMs: 3_600_000 },
    { kind: "drip", everyMs: 5, bytes: 4 },
  ])("ends a call under %j, even while bytes still come", (fault) =>
    withFault({ ...fault, charged: true }, async (simulator) => {
      const failure = await failureOf(buyFirst(clientOf(simulator.url, { timeoutMs: 400 })));
      expect(failure).toBeInstanceOf(MaybeCharged);
      expect(failure.message).toBe("no complete answer within 400 ms");
      expect(simulator.requests).toHaveLength(1);
      expect(simulator.charged()).toBe(25);
    }),
  );

  it("may be longer than the maximum of a timer", () =>
    withFault({ kind: "plain" }, async (simulator) => {
      const { page } = await buyFirst(clientOf(simulator.url, { timeoutMs: 2 ** 40 }));
      expect(page.profiles).toHaveLength(25);
    }));
});

describe("stopping a call", () => {
  it("costs nothing before it is sent", () =>
    withFault({ kind: "plain" }, async (simulator) => {
      const failure = await failureOf(buyFirst(clientOf(simulator.url), AbortSignal.abort()));
      expect(failure).toBeInstanceOf(TryLater);
      expect(failure.afterMs).toBeNull();
      expect(simulator.requests).toEqual([]);
    }));

  it.each<Fault>([{ kind: "hang" }, { kind: "stall", after: 0.5 }])(
    "may leave a charge once the request was sent, under %j",
    (fault) =>
      withFault({ ...fault, charged: true }, async (simulator) => {
        const stop = new AbortController();
        const failing = failureOf(buyFirst(clientOf(simulator.url), stop.signal));
        await expect.poll(() => simulator.requests.length).toBe(1);
        stop.abort();
        const failure = await failing;
        expect(failure).toBeInstanceOf(MaybeCharged);
        expect(failure.message).toContain("stopped");
        expect(simulator.charged()).toBe(25);
      }),
  );
});

import { describe, expect, it } from "vitest";
import { API_ERROR_CODES } from "../../src/simulator/api-error.ts";
import { playFault } from "./play-fault.ts";
import { post, withSimulator } from "./with-simulator.ts";

const STATUS_OF = {
  validation_error: 400,
  invalid_api_key: 401,
  insufficient_credits: 402,
  insufficient_scope: 403,
  billing_required: 403,
  plan_upgrade_required: 403,
  not_found: 404,
  rate_limit_exceeded: 429,
  internal_error: 500,
};

describe("a fault instead of a page", () => {
  it.each(API_ERROR_CODES)("answers the documented error %s", (code) =>
    playFault({ kind: "error", code, details: { hint: 1 } }, (seen, simulator) => {
      expect(seen.response?.status).toBe(STATUS_OF[code]);
      expect(JSON.parse(seen.bytes.toString())).toEqual({
        error: { code, message: expect.stringMatching(/./), details: { hint: 1 } },
      });
      expect(simulator.ledger).toEqual([]);
      expect(simulator.requests[0]).toMatchObject({ status: STATUS_OF[code], fault: "error" });
    }),
  );

  it.each(["0", "-5", "soon", "Wed, 21 Oct 2015 07:28:00 GMT", "864000"])(
    "answers 429 with Retry-After: %s",
    (value) =>
      playFault({ kind: "error", code: "rate_limit_exceeded", headers: { "retry-after": value } }, (seen) => {
        expect(seen.response?.status).toBe(429);
        expect(seen.response?.headers.get("retry-after")).toBe(value);
      }),
  );

  it.each([422, 502, 503, 504])("answers %i with any body", (status) =>
    playFault({ kind: "status", status, body: "upstream", headers: { "x-one": "1" } }, (seen) => {
      expect(seen.response?.status).toBe(status);
      expect(seen.response?.headers.get("x-one")).toBe("1");
      expect(seen.bytes.toString()).toBe("upstream");
    }),
  );

  it("answers a page of HTML with 200", () =>
    playFault({ kind: "html" }, (seen, simulator) => {
      expect(seen.response?.status).toBe(200);
      expect(seen.bytes.toString()).toMatch(/^<!DOCTYPE html>/);
      expect(simulator.charged()).toBe(0);
    }));

  it("answers nothing at all with 200", () =>
    playFault({ kind: "empty" }, (seen) => {
      expect(seen.response?.status).toBe(200);
      expect(seen.bytes).toHaveLength(0);
    }));

  it.each([307, 308])("redirects to another host with %i", (status) =>
    playFault({ kind: "redirect", status, location: "http://127.0.0.2:9/elsewhere" }, (seen) => {
      expect(seen.response?.status).toBe(status);
      expect(seen.response?.headers.get("location")).toBe("http://127.0.0.2:9/elsewhere");
    }),
  );

  it("echoes the key in a 401", () =>
    playFault({ kind: "echo_key" }, (seen) => {
      expect(seen.response?.status).toBe(401);
      expect(seen.bytes.toString()).toContain("leo_simulator");
    }));

  it.each([false, true])("resets the connection before any byte, charged: %s", (charged) =>
    playFault({ kind: "reset", charged }, (seen, simulator) => {
      expect(seen.failed).toBe(true);
      expect(seen.response).toBeUndefined();
      expect(simulator.charged()).toBe(charged ? 25 : 0);
      expect(simulator.ledger.every((charge) => !charge.answered)).toBe(true);
      expect(simulator.requests[0]?.status).toBeNull();
    }),
  );

  it("is charged when it says so, at the price that it says", () =>
    playFault({ kind: "status", status: 500, charged: true, credits: 40 }, (seen, simulator) => {
      expect(seen.response?.status).toBe(500);
      expect(simulator.charged()).toBe(40);
      expect(simulator.ledger[0]?.profileIds).toHaveLength(25);
    }));

  it("is not charged for a request that the API refuses by itself", () =>
    playFault(
      { kind: "status", status: 500, charged: true },
      (seen, simulator) => {
        expect(seen.response?.status).toBe(500);
        expect(simulator.charged()).toBe(0);
      },
      { page: 0 },
    ));
});

describe("an answer that never comes", () => {
  it.each([false, true])("holds the client until it leaves, charged: %s", (charged) =>
    withSimulator({ people: 100 }, async (simulator) => {
      simulator.setFaults([{ when: { nth: 1 }, fault: { kind: "hang", charged } }]);
      const client = new AbortController();
      const answer = post(simulator, {}, { signal: client.signal }).catch(() => "left");
      await expect.poll(() => simulator.requests.length).toBe(1);
      expect(simulator.charged()).toBe(charged ? 25 : 0);
      client.abort();
      expect(await answer).toBe("left");
      expect((await post(simulator, {})).status).toBe(200);
    }),
  );

  it("does not keep the simulator from closing", () =>
    withSimulator({ people: 100 }, async (simulator) => {
      simulator.setFaults([{ when: {}, fault: { kind: "hang" } }]);
      const answers = [1, 2, 3].map(() => post(simulator, {}).catch(() => "cut"));
      await expect.poll(() => simulator.requests.length).toBe(3);
      await simulator.close();
      expect(await Promise.all(answers)).toEqual(["cut", "cut", "cut"]);
      await expect(fetch(simulator.url)).rejects.toThrow();
    }));
});

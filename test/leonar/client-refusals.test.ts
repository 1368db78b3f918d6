import { describe, expect, it } from "vitest";
import { toHttpError } from "../../src/leonar/http-errors.ts";
import { parseRetryAfter } from "../../src/leonar/retry-after.ts";
import type { Fault } from "../../src/simulator/fault-script.ts";
import {
  KeyRejected,
  MaybeCharged,
  OutOfCredits,
  RequestRejected,
  TryLater,
} from "../../src/values/errors.ts";
import { withSimulator } from "../simulator/with-simulator.ts";
import { buyFirst, buyUnder, clientOf, failureOf, KEY, withFault, withWebServer } from "./client-harness.ts";

const status = (code: number, body = "", headers: Record<string, string> = {}): Fault => ({
  kind: "status",
  status: code,
  body,
  headers,
});

describe("a call that the API refuses", () => {
  it.each([
    ["invalid_api_key", KeyRejected, /invalid_api_key.*LEONAR_API_KEY/],
    ["insufficient_scope", KeyRejected, /insufficient_scope.*sourcing:read/],
    ["billing_required", KeyRejected, /billing_required.*payment method/],
    ["plan_upgrade_required", KeyRejected, /plan_upgrade_required.*upgrade/],
    ["insufficient_credits", OutOfCredits, /too few credits/],
    ["validation_error", RequestRejected, /body: is not valid/],
    ["not_found", RequestRejected, /LEONAR_BASE_URL/],
    ["rate_limit_exceeded", TryLater, /wait/],
  ] as const)("with %s costs nothing and is not tried again", (code, type, message) =>
    withFault({ kind: "error", code }, async (simulator) => {
      const failure = await failureOf(buyFirst(clientOf(simulator.url)));
      expect(failure).toBeInstanceOf(type);
      expect(failure.message).toMatch(message);
      expect(simulator.requests).toHaveLength(1);
      expect(simulator.charged()).toBe(0);
    }),
  );

  it.each([
    [400, RequestRejected],
    [401, KeyRejected],
    [402, OutOfCredits],
    [403, KeyRejected],
    [404, RequestRejected],
    [405, RequestRejected],
    [413, RequestRejected],
    [421, RequestRejected],
    [422, RequestRejected],
    [429, TryLater],
  ] as const)("with a bare %d is understood without a code, and sent once", (code, type) =>
    withFault(status(code, "<html>no</html>"), async (simulator) => {
      expect(await failureOf(buyFirst(clientOf(simulator.url)))).toBeInstanceOf(type);
      expect(simulator.requests).toHaveLength(1);
    }),
  );

  it("names the wrong field", () =>
    withSimulator({ key: KEY, people: 50 }, async (simulator) => {
      const search = { location_radius: 0 };
      const failure = await failureOf(clientOf(simulator.url).search({ search, page: 1 }));
      expect(failure).toBeInstanceOf(RequestRejected);
      expect(failure.message).toContain("location_radius: ");
    }));

  it("says how many credits are left", () =>
    withSimulator({ key: KEY, people: 50, balance: 7 }, async (simulator) => {
      const failure = await failureOf(buyFirst(clientOf(simulator.url)));
      expect(failure).toMatchObject({ name: "OutOfCredits", available: 7 });
      expect(failure.message).toContain("7 left");
    }));

  it.each([undefined, null, "7", { available: "7" }, { available: -1 }])(
    "may leave out the remaining credits: %j",
    async (details) => {
      const failure = await failureOf(buyUnder({ kind: "error", code: "insufficient_credits", details }));
      expect(failure).toMatchObject({ name: "OutOfCredits", available: null });
    },
  );

  it("is judged by its code before its status", () => {
    const judge = (code: unknown, answered: number) =>
      toHttpError({ status: answered, retryAfter: null, gateway: null, json: { error: { code } } }, KEY);
    expect(judge("insufficient_credits", 500)).toBeInstanceOf(OutOfCredits);
    expect(judge("invalid_api_key", 200)).toBeInstanceOf(KeyRejected);
    expect(judge("internal_error", 400)).toBeInstanceOf(MaybeCharged);
    expect(judge("something_new", 422)).toBeInstanceOf(RequestRejected);
    expect(judge(["__proto__"], 503)).toBeInstanceOf(MaybeCharged);
    expect(judge("something_new", 200)).toBeNull();
  });

  it("is a page if it has data", () => {
    const json = { data: {}, error: { code: "invalid_api_key", message: "" } };
    expect(toHttpError({ status: 200, retryAfter: null, gateway: null, json }, KEY)).toBeNull();
  });

  it("is judged by its head if its body is too large", () =>
    withFault({ kind: "error", code: "invalid_api_key", message: "x".repeat(1_000) }, async (simulator) => {
      const failure = await failureOf(buyFirst(clientOf(simulator.url, { maxBodyBytes: 100 })));
      expect(failure).toBeInstanceOf(KeyRejected);
    }));

  it("is judged by its head if its body never ends", () =>
    withWebServer(
      (_, response) => response.writeHead(402, { "content-length": "100" }).write("{"),
      async (origin) => {
        const failure = await failureOf(buyFirst(clientOf(origin, { timeoutMs: 200 })));
        expect(failure).toMatchObject({ name: "OutOfCredits", available: null });
      },
    ));
});

describe("the key", () => {
  it("is not in the error when a 401 echoes it", async () => {
    const failure = await failureOf(buyUnder({ kind: "echo_key" }));
    expect(failure).toBeInstanceOf(KeyRejected);
    expect(`${failure.stack} ${JSON.stringify(failure)}`).not.toContain(KEY);
  });

  it.each([
    [`name: Bearer ${KEY} is bad`, "name: Bearer [key] is bad"],
    [`name: (leo_another.key/x=) and ${KEY}${KEY}`, "name: ([key]) and [key][key]"],
    [`name: ${"x".repeat(285)} ${KEY} and more`, "x [key] an…"],
  ])("is taken out of what is passed on: %s", async (message, kept) => {
    const failure = await failureOf(buyUnder({ kind: "error", code: "validation_error", message }));
    expect(failure).toBeInstanceOf(RequestRejected);
    expect(failure.message).toContain(kept);
    expect(failure.message).not.toContain("leo_");
    expect(failure.cause).toBeUndefined();
  });

  it("is removed from errors whatever it begins with", async () => {
    const json = { error: { code: "validation_error", message: "page: s3cret" } };
    const failure = toHttpError({ status: 400, retryAfter: null, gateway: null, json }, "s3cret");
    expect(failure?.message).toBe("the API refused the request (400): page: [key]");
  });

  it.each([
    ["ada.probe@example.org is on the list", "example"],
    ["<ada@example.org>, see mailto:ada@example.org", "ada@"],
    ["profile Ada (+33 6 12 34 56 78) is broken", "12 34"],
    ["call +1-202-555-0143 or 0612345678", "0143"],
    ["call 0612345678", "0612345678"],
    ["josé@exämple.de", "exämple"],
  ])("hands no contacts on: %s", async (message, contact) => {
    const failure = await failureOf(
      buyUnder({ kind: "error", code: "validation_error", message: `page: ${message}` }),
    );
    expect(failure.message).toContain("page: ");
    expect(failure.message).not.toContain(contact);
  });

  it("keeps the numbers and dates of its message", async () => {
    const message =
      "limit: 51 is more than 50; between 2020-01-01 and 2026-11-29; 12345678 credits, skills: a @ b";
    const failure = await failureOf(buyUnder({ kind: "error", code: "validation_error", message }));
    expect(failure.message).toContain(message);
  });

  it("comes with a short message without control characters", async () => {
    const message = `name:\u001b[31m\n\n${"y".repeat(5_000)}`;
    const failure = await failureOf(buyUnder({ kind: "error", code: "validation_error", message }));
    expect(failure.message.length).toBeLessThan(400);
    expect(failure.message).toContain("name: [31m y");
  });
});

describe("Retry-After", () => {
  const NOW = Date.parse("2026-03-01T12:00:00Z");

  it.each([
    ["0", 0],
    ["7", 7_000],
    [" 120 ", 120_000],
    ["864000", 864_000_000],
    ["9".repeat(400), Number.MAX_SAFE_INTEGER],
    ["Sun, 01 Mar 2026 12:00:30 GMT", 30_000],
    ["Sunday, 01-Mar-26 12:00:30 GMT", 30_000],
    ["Wed, 21 Oct 2015 07:28:00 GMT", 0],
    ["-5", null],
    ["1.5", null],
    ["soon", null],
    ["soon, GMT", null],
    ["3, 4", null],
    ["2026-03-01T12:00:30Z", null],
    ["", null],
    [null, null],
  ])("%j is read as %j ms", (header, afterMs) => {
    expect(parseRetryAfter(header, NOW)).toBe(afterMs);
  });

  it.each([
    [429, "3", 3_000],
    [429, "soon", null],
    [429, "-5", null],
    [503, "3", 3_000],
    [503, "Wed, 21 Oct 2015 07:28:00 GMT", 0],
    [503, "soon", null],
  ])("is told with a %d of %j", async (code, header, afterMs) => {
    const failure = await failureOf(buyUnder(status(code, "", { "retry-after": header })));
    expect(failure).toBeInstanceOf(TryLater);
    expect(failure.afterMs).toBe(afterMs);
  });

  it("makes no other status free of doubt", async () => {
    expect(await failureOf(buyUnder(status(502, "", { "retry-after": "3" })))).toBeInstanceOf(MaybeCharged);
    expect(await failureOf(buyUnder(status(503)))).toBeInstanceOf(MaybeCharged);
  });
});

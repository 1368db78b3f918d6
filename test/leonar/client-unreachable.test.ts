import { createServer as createSecureServer } from "node:https";
import { createServer, type Server } from "node:net";
import { describe, expect, it } from "vitest";
import { MaybeCharged, TryLater } from "../../src/domain/errors.ts";
import { makeCertificate } from "../support/certificate.ts";
import {
  buyFirst,
  clientOf,
  failureOf,
  KEY,
  withFault,
  withServer,
  withWebServer,
} from "./client-harness.ts";

/** Fails as Node's fetch does, before or after it has taken the body. */
function failingFetch(code: string, takesBody: boolean): typeof globalThis.fetch {
  return async (_, init) => {
    const body = init?.body as AsyncIterable<Uint8Array>;
    if (takesBody) await body[Symbol.asyncIterator]().next();
    const cause = Object.assign(new Error(`failed with Bearer ${KEY}`), { code });
    throw new TypeError("fetch failed", { cause });
  };
}

const refusesAll = (): Server => createServer((socket) => socket.once("data", () => socket.destroy()));

describe("an API that cannot be reached", () => {
  it("costs nothing where nobody listens", async () => {
    const port = await withServer(refusesAll(), async (free) => free);
    const failure = await failureOf(buyFirst(clientOf(`http://127.0.0.1:${port}`)));
    expect(failure).toBeInstanceOf(TryLater);
    expect(failure.message).toContain("(ECONNREFUSED), nothing was sent");
    expect(failure.afterMs).toBeNull();
  });

  it.each([
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "UND_ERR_CONNECT_TIMEOUT",
    "CERT_HAS_EXPIRED",
    "ERR_TLS_CERT_ALTNAME_INVALID",
  ])("costs nothing after %s, whatever became of the body", async (code) => {
    for (const takesBody of [false, true]) {
      const fetch = failingFetch(code, takesBody);
      const failure = await failureOf(buyFirst(clientOf("http://127.0.0.1", { fetch })));
      expect(failure).toBeInstanceOf(TryLater);
      expect(failure.message).toContain(code);
    }
  });

  it.each(["ECONNRESET", "EPIPE", "ETIMEDOUT", "UND_ERR_SOCKET", "UND_ERR_HEADERS_TIMEOUT", "SOMETHING_NEW"])(
    "is in doubt after %s, unless nothing was taken to be sent",
    async (code) => {
      const tries = [true, false].map((takesBody) => ({ fetch: failingFetch(code, takesBody) }));
      const failures = await Promise.all(
        tries.map((options) => failureOf(buyFirst(clientOf("http://127.0.0.1", options)))),
      );
      expect(failures[0]).toBeInstanceOf(MaybeCharged);
      expect(failures[1]).toBeInstanceOf(TryLater);
    },
  );

  it("never shows the key that an error quotes", async () => {
    for (const code of ["ECONNRESET", "ENOTFOUND", `Bearer ${KEY}`]) {
      const fetch = failingFetch(code, true);
      const failure = await failureOf(buyFirst(clientOf("http://127.0.0.1", { fetch })));
      expect(`${failure.stack} ${JSON.stringify(failure)}`).not.toContain("leo_");
      expect(failure.cause).toBeUndefined();
    }
  });

  it("is in doubt where it hangs up on a request", () =>
    withServer(refusesAll(), async (port) => {
      expect(await failureOf(buyFirst(clientOf(`http://127.0.0.1:${port}`)))).toBeInstanceOf(MaybeCharged);
    }));

  it("costs nothing where it hangs up before the connection is secret", () =>
    withServer(refusesAll(), async (port) => {
      expect(await failureOf(buyFirst(clientOf(`https://127.0.0.1:${port}`)))).toBeInstanceOf(TryLater);
    }));

  it("costs nothing where it speaks no TLS", () =>
    withFault({ kind: "plain" }, async (simulator) => {
      const origin = simulator.url.replace("http:", "https:");
      expect(await failureOf(buyFirst(clientOf(origin)))).toBeInstanceOf(TryLater);
      expect(simulator.requests).toEqual([]);
    }));

  it("gets no key where its certificate is bad", async () => {
    let requests = 0;
    const server = createSecureServer(makeCertificate("localhost"), () => {
      requests += 1;
    });
    await withServer(server, async (port) => {
      const failure = await failureOf(buyFirst(clientOf(`https://localhost:${port}`)));
      expect(failure).toBeInstanceOf(TryLater);
      expect(failure.message).toMatch(
        /certificate was refused \(DEPTH_ZERO_SELF_SIGNED_CERT\), nothing was sent/,
      );
      expect(requests).toBe(0);
    });
  });
});

describe("a redirect", () => {
  it.each([301, 302, 303, 307, 308])("by %d is not followed: neither key nor search go elsewhere", (status) =>
    withWebServer(
      (_, response) => response.end("{}"),
      (elsewhere, seen) =>
        withFault(
          { kind: "redirect", status, location: `${elsewhere}/x`, charged: true },
          async (simulator) => {
            const failure = await failureOf(buyFirst(clientOf(simulator.url)));
            expect(failure).toBeInstanceOf(MaybeCharged);
            expect(failure.message).toContain("LEONAR_BASE_URL");
            expect(seen).toEqual([]);
            expect(simulator.requests).toHaveLength(1);
          },
        ),
    ),
  );
});

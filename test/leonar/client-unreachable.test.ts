import { createServer as createSecureServer } from "node:https";
import { createServer, type Server } from "node:net";
import { describe, expect, it } from "vitest";
import { toTransportError } from "../../src/leonar/transport-errors.ts";
import { MaybeCharged, NotConnected, Redirected, TryLater } from "../../src/values/errors.ts";
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

const refusesAll = (): Server => createServer((socket) => socket.once("data", () => socket.destroy()));

describe("an API that cannot be reached", () => {
  it("costs nothing if no server listens", async () => {
    const port = await withServer(refusesAll(), async (free) => free);
    const failure = await failureOf(buyFirst(clientOf(`http://127.0.0.1:${port}`)));
    expect(failure).toBeInstanceOf(TryLater);
    expect(failure.message).toContain("(ECONNREFUSED), nothing was sent");
    expect(failure.afterMs).toBeNull();
  });

  it("costs nothing if its name is unknown", async () => {
    const failure = await failureOf(buyFirst(clientOf("http://nowhere.invalid")));
    expect(failure).toBeInstanceOf(TryLater);
    expect(failure.message).toContain("nothing was sent");
  });

  it.each(["ECONNRESET", "EPIPE", "ETIMEDOUT", "SOMETHING_NEW"])(
    "may have charged after %s, unless there was no connection",
    (code) => {
      const broken = {
        error: Object.assign(new Error(), { code }),
        abortCause: null,
        timeoutMs: 1,
        target: "localhost:1",
      };
      expect(toTransportError({ ...broken, isSent: true })).toBeInstanceOf(MaybeCharged);
      const unsent = toTransportError({ ...broken, isSent: false });
      expect(unsent).toBeInstanceOf(TryLater);
      expect(unsent.message).toContain(code);
    },
  );

  it("never shows the key that the error of a driver quotes", () => {
    for (const code of ["ECONNRESET", `Bearer ${KEY}`]) {
      const error = Object.assign(new Error(`failed with Bearer ${KEY}`), { code });
      const failure = toTransportError({
        error,
        isSent: true,
        abortCause: null,
        timeoutMs: 1,
        target: "localhost:1",
      });
      expect(`${failure.stack} ${JSON.stringify(failure)}`).not.toContain("leo_");
      expect(failure.cause).toBeUndefined();
    }
  });

  it("may have charged if it hangs up on a request", () =>
    withServer(refusesAll(), async (port) => {
      expect(await failureOf(buyFirst(clientOf(`http://127.0.0.1:${port}`)))).toBeInstanceOf(MaybeCharged);
    }));

  it("costs nothing if it hangs up before the connection is encrypted", () =>
    withServer(refusesAll(), async (port) => {
      expect(await failureOf(buyFirst(clientOf(`https://127.0.0.1:${port}`)))).toBeInstanceOf(TryLater);
    }));

  it("costs nothing if it does not speak TLS", () =>
    withFault({ kind: "plain" }, async (simulator) => {
      const origin = simulator.url.replace("http:", "https:");
      expect(await failureOf(buyFirst(clientOf(origin)))).toBeInstanceOf(TryLater);
      expect(simulator.requests).toEqual([]);
    }));

  it("gets no key if its certificate is bad", async () => {
    let requests = 0;
    const server = createSecureServer(makeCertificate("localhost"), () => {
      requests += 1;
    });
    await withServer(server, async (port) => {
      const failure = await failureOf(buyFirst(clientOf(`https://localhost:${port}`)));
      expect(failure).toBeInstanceOf(NotConnected);
      expect(failure.message).toMatch(
        /localhost:\d+ was refused \(DEPTH_ZERO_SELF_SIGNED_CERT\), nothing was sent/,
      );
      expect(failure.message).toContain("NODE_EXTRA_CA_CERTS");
      expect(requests).toBe(0);
    });
  });
});

describe("a redirect", () => {
  it.each([300, 301, 302, 303, 304, 307, 308])(
    "by %d is not followed: neither key nor search go elsewhere",
    (status) =>
      withWebServer(
        (_, response) => response.end("{}"),
        (elsewhere, seen) =>
          withFault(
            { kind: "redirect", status, location: `${elsewhere}/x`, charged: true },
            async (simulator) => {
              const failure = await failureOf(buyFirst(clientOf(simulator.url)));
              expect(failure).toBeInstanceOf(Redirected);
              expect(failure.message).toContain("LEONAR_BASE_URL");
              expect(seen).toEqual([]);
              expect(simulator.requests).toHaveLength(1);
            },
          ),
      ),
  );
});

import { getEventListeners } from "node:events";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { SearchPage } from "../../src/people/search-page.ts";
import { CORRUPTION_NAMES } from "../../src/simulator/profile-corruptions.ts";
import { KeyMissing } from "../../src/values/errors.ts";
import { withSimulator } from "../simulator/with-simulator.ts";
import { buyFirst, buyUnder, clientOf, KEY, withFault, withWebServer } from "./client-harness.ts";

const idsOf = (page: SearchPage): string[] =>
  page.profiles.map((entry) => (entry.kind === "profile" ? entry.profile.profileId : "rejected"));

const PAGE = JSON.stringify({ data: { profiles: [], has_more: false, credits_consumed: 0 } });

describe("buying pages", () => {
  it("sends the search, the page and nothing else, and returns the charge", () =>
    withSimulator({ key: KEY }, async (simulator) => {
      const search = { job_title: ["Engineer"], detailed_experience: true };
      const { page } = await clientOf(simulator.url).search({ search, page: 2 });
      expect(simulator.requests.map((entry) => entry.body)).toEqual([{ ...search, page: 2 }]);
      expect(page).toMatchObject({
        creditsConsumed: 25,
        nextPage: 3,
        hasMore: true,
        broken: null,
        warnings: [],
      });
      expect(page.balance).toBe(simulator.balance);
      expect(page.requestId).toBe(simulator.ledger[0]?.requestId);
      expect(idsOf(page)).toEqual(simulator.ledger[0]?.profileIds);
    }));

  it("reads a search to its end, page after page", () =>
    withSimulator({ key: KEY, people: 60 }, async (simulator) => {
      const client = clientOf(simulator.url);
      const pages: SearchPage[] = [];
      for (let next: number | null = 1; next !== null; next = pages.at(-1)?.nextPage ?? null) {
        pages.push((await client.search({ search: {}, page: next })).page);
      }
      expect(pages.map((page) => [page.profiles.length, page.hasMore])).toEqual([
        [25, true],
        [25, true],
        [10, false],
      ]);
      expect(simulator.charged()).toBe(60);
    }));

  it("calls onSent only if the request was sent", async () => {
    let hasLeft = () => {};
    const left = new Promise<void>((resolve) => {
      hasLeft = resolve;
    });
    // The server answers once it was told; else the test runs out of time.
    const origin = await withWebServer(
      async (_, response) => {
        await left;
        response.end(PAGE);
      },
      async (address) => {
        await clientOf(address).search({ search: {}, page: 1 }, undefined, hasLeft);
        return address;
      },
    );
    let told = false;
    const onSent = () => {
      told = true;
    };
    await expect(clientOf(origin).search({ search: {}, page: 1 }, undefined, onSent)).rejects.toThrow(
      "nothing was sent",
    );
    expect(told).toBe(false);
  });

  it.each([
    ["gzip", gzipSync],
    ["br", brotliCompressSync],
    ["deflate", deflateSync],
  ])("reads a page that comes compressed by %s", (name, compress) =>
    withWebServer(
      (_, response) => response.setHeader("content-encoding", name).end(compress(PAGE)),
      async (origin) => {
        const { body } = await buyFirst(clientOf(origin));
        expect(Buffer.from(body).toString()).toBe(PAGE);
      },
    ),
  );

  it("sends the key in its header only, over a connection for this call alone", () =>
    withWebServer(
      (_, response) => response.end(PAGE),
      async (origin, seen) => {
        await buyFirst(clientOf(`${origin}`));
        expect(seen).toHaveLength(1);
        expect(seen[0]?.body).toBe('{"page":1}');
        expect(seen[0]?.head).toMatchObject({
          method: "POST",
          url: "/api/v1/sourcing/advanced/profiles/search",
        });
        expect(seen[0]?.head.headers).toMatchObject({
          authorization: `Bearer ${KEY}`,
          "content-type": "application/json",
          "content-length": "10",
          connection: "close",
        });
      },
    ));

  it.each(["text/html", "application/octet-stream", ""])("reads JSON that is called %j", (type) =>
    withWebServer(
      (_, response) => response.setHeader("content-type", type).writeHead(201).end(PAGE),
      async (origin) => {
        const answer = await buyFirst(clientOf(origin));
        expect(Buffer.from(answer.body).toString()).toBe(PAGE);
        expect(answer.page.broken).toBeNull();
      },
    ),
  );

  it("leaves no listener on a signal that outlives the call", () =>
    withSimulator({ key: KEY, people: 50 }, async (simulator) => {
      const stop = new AbortController();
      await buyFirst(clientOf(simulator.url), stop.signal);
      expect(getEventListeners(stop.signal, "abort")).toEqual([]);
    }));

  it.each(["", " ", "leo_a\n", "leo_clé", "leo_a leo_b"])(
    "needs a key that can be sent, not %j",
    (apiKey) => {
      expect(() => clientOf("http://127.0.0.1", { apiKey })).toThrow(KeyMissing);
    },
  );
});

describe("a page that says something odd", () => {
  it.each([null, "a few", -1, 1e9])("is kept where credits_consumed is %j", (price) =>
    withFault({ kind: "override", set: { credits_consumed: price } }, async (simulator) => {
      const { page } = await buyFirst(clientOf(simulator.url));
      expect(page).toMatchObject({ creditsConsumed: null, broken: null });
      expect(page.profiles).toHaveLength(25);
      expect(simulator.charged()).toBe(25);
    }),
  );

  it("is kept if its price is not the number of its profiles", async () => {
    expect((await buyUnder({ kind: "plain", credits: 40 })).page).toMatchObject({ creditsConsumed: 40 });
  });

  it.each([
    ["same", 1],
    ["backwards", null],
    ["missing", null],
    ["null", null],
    ["url", null],
  ] as const)("has more, with a next_page that is %s", async (to, nextPage) => {
    expect((await buyUnder({ kind: "next_page", to })).page).toMatchObject({ hasMore: true, nextPage });
  });

  it("is marked as broken, without an error, if its profiles are missing", async () => {
    const { page, body } = await buyUnder({ kind: "override", remove: ["profiles"] });
    expect(page).toMatchObject({
      broken: "data.profiles: expected a list, found nothing",
      creditsConsumed: 25,
    });
    expect(body.byteLength).toBeGreaterThan(0);
  });

  it.each(["doubled_keys", "proto_keys", "deep", "huge_ids"] as const)(
    "is complete with %s",
    async (kind) => {
      const { page } = await buyUnder({ kind });
      expect(page).toMatchObject({ creditsConsumed: 25, hasMore: true, broken: null });
      expect(idsOf(page).filter((id) => id.startsWith("shadow") || id === "rejected")).toEqual([]);
      expect({}).not.toHaveProperty("polluted");
    },
  );

  it.each(CORRUPTION_NAMES)("loses at most the one profile with %s", async (corruption) => {
    const { page, body } = await buyUnder({ kind: "profile", corruption, at: 3 });
    const rejected = /^(?:id_(?!null_character)|not_an_object|null_profile)/.test(corruption);
    expect(idsOf(page).flatMap((id, at) => (id === "rejected" ? [at] : []))).toEqual(rejected ? [3] : []);
    expect(page.profiles).toHaveLength(25);
    expect(clientOf("http://127.0.0.1").readPage(body)).toEqual(page);
  });

  it("keeps the bytes as they came", async () => {
    const { body } = await buyUnder({ kind: "profile", corruption: "invalid_utf8" });
    expect(Buffer.from(body).includes(Buffer.from([0xff, 0xfe, 0xc3, 0x28]))).toBe(true);
  });

  it("may be 5 MB large", async () => {
    const { page, body } = await buyUnder({ kind: "big_page", megabytes: 5 });
    expect(body.byteLength).toBeGreaterThan(5 * 1024 * 1024);
    expect(page.profiles).toHaveLength(25);
  });

  it("may arrive in small pieces", async () => {
    expect((await buyUnder({ kind: "drip", everyMs: 0, bytes: 512 })).page.profiles).toHaveLength(25);
  });
});

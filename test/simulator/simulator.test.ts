import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startSimulator } from "../../src/simulator/simulator.ts";
import { buy, buyAll, idsOf, post, SEARCH_PATH, withSimulator } from "./with-simulator.ts";

const BROAD = { job_title: ["engineer"], location: ["France"] };

async function errorOf(response: Response): Promise<unknown> {
  return { status: response.status, ...((await response.json()) as object) };
}

describe("paging", () => {
  it("shows everybody of a search exactly once, 25 on each page but the last", () =>
    withSimulator({}, async (simulator) => {
      const pages = await buyAll(simulator, BROAD);
      const expected = simulator.search(BROAD);
      expect(pages.length).toBe(Math.ceil(expected.length / 25));
      expect(pages.length).toBeGreaterThan(2);
      expect(pages.flatMap(idsOf)).toEqual(expected);
      for (const [place, page] of pages.entries()) {
        const isLast = place === pages.length - 1;
        expect(page.profiles.length).toBe(isLast ? expected.length - place * 25 : 25);
        expect(page).toMatchObject({
          total_count: expected.length,
          filtered_count: page.profiles.length,
          leonar_profiles_cached: page.profiles.length,
          credits_consumed: page.profiles.length,
          has_more: !isLast,
          next_page: isLast ? null : place + 2,
          filters_too_strict: false,
        });
      }
    }));

  it("charges nothing for an empty page, past the end or of a search that finds nobody", () =>
    withSimulator({}, async (simulator) => {
      const past = await buy(simulator, { ...BROAD, page: 4_000 });
      expect(past).toMatchObject({ profiles: [], credits_consumed: 0, has_more: false, next_page: null });
      const nobody = await buy(simulator, { name: "nobody is called this" });
      expect(nobody).toMatchObject({
        profiles: [],
        total_count: 0,
        has_more: false,
        filters_too_strict: true,
      });
      expect(simulator.ledger).toEqual([]);
      expect(simulator.balance).toBe(1_000_000);
    }));

  it("ends at the deepest page when there is one", () =>
    withSimulator({ deepestPage: 2 }, async (simulator) => {
      const pages = await buyAll(simulator, {});
      expect(pages).toHaveLength(2);
      expect(pages[1]).toMatchObject({ has_more: false, next_page: null, total_count: 4_000 });
      expect(await buy(simulator, { page: 3 })).toMatchObject({ profiles: [], credits_consumed: 0 });
    }));

  it("gives the same pages to every simulator with the same seed", async () => {
    const body = { ...BROAD, page: 2 };
    const one = await withSimulator({ seed: 9 }, (simulator) => buy(simulator, body));
    const same = await withSimulator({ seed: 9 }, (simulator) => buy(simulator, body));
    const other = await withSimulator({ seed: 10 }, (simulator) => buy(simulator, body));
    expect(same).toEqual(one);
    expect(idsOf(other)).not.toEqual(idsOf(one));
  });
});

describe("the ledger", () => {
  it("holds one charge for each page, of one credit a profile, and the balance is what is left", () =>
    withSimulator({ balance: 10_000 }, async (simulator) => {
      const pages = await buyAll(simulator, BROAD);
      await buy(simulator, BROAD);
      const profiles = pages.flatMap(idsOf).length + 25;
      expect(simulator.charged()).toBe(profiles);
      expect(simulator.balance).toBe(10_000 - profiles);
      expect(pages.at(-1)?.sourcing_credits_remaining).toBe(10_000 - profiles + 25);
      expect(simulator.ledger.slice(0, -1).map((charge) => charge.profileIds)).toEqual(pages.map(idsOf));
      expect(simulator.ledger.map((charge) => charge.requestId).slice(0, -1)).toEqual(
        pages.map((page) => page.request_id),
      );
      expect(new Set(simulator.ledger.map((charge) => charge.searchHash)).size).toBe(1);
      await expect.poll(() => simulator.ledger.every((charge) => charge.answered)).toBe(true);
    }));

  it("never lets the balance fall below zero, whatever is bought", () =>
    fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 120 }),
        fc.boolean(),
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 }),
        (balance, shortPages, pageNumbers) =>
          withSimulator({ balance, shortPages, people: 280 }, async (simulator) => {
            for (const page of pageNumbers) await (await post(simulator, { page })).text();
            expect(simulator.balance).toBe(balance - simulator.charged());
            expect(simulator.balance).toBeGreaterThanOrEqual(0);
            const returned = simulator.ledger.flatMap((charge) => charge.profileIds).length;
            expect(simulator.charged()).toBe(returned);
          }),
      ),
      { numRuns: 25 },
    ));

  it("logs refused requests and charges nothing for them", () =>
    withSimulator({}, async (simulator) => {
      await post(simulator, { page: 0 });
      await post(simulator, {}, { headers: { authorization: "Bearer leo_other" } });
      expect(simulator.requests.map(({ seq, page, status }) => ({ seq, page, status }))).toEqual([
        { seq: 1, page: 0, status: 400 },
        { seq: 2, page: 1, status: 401 },
      ]);
      expect(simulator.ledger).toEqual([]);
    }));
});

describe("too small a balance", () => {
  it("is answered with 402 and the numbers", () =>
    withSimulator({ balance: 30 }, async (simulator) => {
      await buy(simulator, BROAD);
      expect(await errorOf(await post(simulator, { ...BROAD, page: 2 }))).toEqual({
        status: 402,
        error: {
          code: "insufficient_credits",
          message: "Insufficient sourcing credits to cover the returned profiles",
          details: { credit_type: "sourcing", available: 5, required: 25 },
        },
      });
      expect(simulator.charged()).toBe(25);
      simulator.setBalance(25);
      expect((await buy(simulator, { ...BROAD, page: 2 })).profiles).toHaveLength(25);
    }));

  it("is answered with a short page where that is how the server does it", () =>
    withSimulator({ balance: 30, shortPages: true }, async (simulator) => {
      await buy(simulator, BROAD);
      const short = await buy(simulator, { ...BROAD, page: 2 });
      expect(short).toMatchObject({ credits_consumed: 5, sourcing_credits_remaining: 0, has_more: true });
      expect(short.profiles).toHaveLength(5);
      expect((await post(simulator, { ...BROAD, page: 3 })).status).toBe(402);
    }));
});

describe("a refused request", () => {
  it.each([
    ["no key", {}],
    ["another key", { authorization: "Bearer leo_other" }],
    ["another scheme", { authorization: "Basic leo_simulator" }],
  ])("is answered with 401 for %s", (_, headers) =>
    withSimulator({}, async (simulator) => {
      const init = { headers: { "content-type": "application/json", ...headers } };
      const answer = await errorOf(await post(simulator, {}, init));
      expect(answer).toMatchObject({ status: 401, error: { code: "invalid_api_key" } });
    }),
  );

  it.each(["{", "", "[1", "null"])("is answered with 400 for the body %j", (body) =>
    withSimulator({}, async (simulator) => {
      const answer = await errorOf(await post(simulator, {}, { body }));
      expect(answer).toMatchObject({ status: 400, error: { code: "validation_error" } });
    }),
  );

  it("is answered with 400 and the field's name when a parameter is wrong", () =>
    withSimulator({}, async (simulator) => {
      const answer = await errorOf(await post(simulator, { location_radius: 900 }));
      expect(answer).toMatchObject({
        status: 400,
        error: { code: "validation_error", message: expect.stringMatching(/^location_radius: ./) },
      });
    }));

  it("is answered with 404 on any other path or method", () =>
    withSimulator({}, async (simulator) => {
      for (const path of ["/", `${SEARCH_PATH}/x`, SEARCH_PATH]) {
        const answer = await errorOf(await fetch(`${simulator.url}${path}`));
        expect(answer).toMatchObject({ status: 404, error: { code: "not_found" } });
      }
    }));
});

describe("a simulator", () => {
  it("refuses to start with a key that no such API would give", async () => {
    await expect(startSimulator({ key: "secret" })).rejects.toThrow("leo_");
  });

  it("shows other jobs on a later day, and the ledger's order stays the same for those who stay", () =>
    withSimulator({}, async (simulator) => {
      const before = await buy(simulator, { page: 3 });
      simulator.setDay(30);
      const after = await buy(simulator, { page: 3 });
      expect(simulator.day).toBe(30);
      expect(idsOf(after)).toEqual(idsOf(before));
      const changed = after.profiles.filter(
        (profile, place) => JSON.stringify(profile) !== JSON.stringify(before.profiles[place]),
      );
      expect(changed.length).toBeGreaterThan(1);
      expect(changed.length).toBeLessThan(25);
      simulator.setDay(0);
      expect(idsOf(await buy(simulator, { page: 3 }))).toEqual(idsOf(before));
    }));

  it("tells for free what a page would show", () =>
    withSimulator({}, async (simulator) => {
      const body = { ...BROAD, page: 2, detailed_experience: true };
      const free = simulator.page(body);
      expect(simulator.requests).toEqual([]);
      const paid = await buy(simulator, body);
      expect(JSON.parse(JSON.stringify(free))).toEqual(paid.profiles);
      const [id = ""] = idsOf(paid);
      expect(simulator.profile(id, { detailed_experience: true })).toEqual(free[0]);
      expect(simulator.profile("nobody")).toBeUndefined();
      expect(() => simulator.search({ page: 0 })).toThrow("page: ");
    }));

  it("can be steered from outside its process", () =>
    withSimulator({}, async (simulator) => {
      const control = (name: string, body: unknown): Promise<Response> =>
        fetch(`${simulator.url}/_simulator/${name}`, { method: "POST", body: JSON.stringify(body) });
      expect((await control("day", { day: 4 })).status).toBe(200);
      expect((await control("balance", { balance: 77 })).status).toBe(200);
      const script = [{ when: { nth: 2 }, fault: { kind: "error", code: "billing_required" } }];
      expect((await control("faults", script)).status).toBe(200);
      expect((await control("faults", [{ when: {}, fault: { kind: "unheard of" } }])).status).toBe(400);
      expect((await control("day", { day: -1 })).status).toBe(400);
      await buy(simulator, {});
      expect((await post(simulator, {})).status).toBe(403);
      expect([simulator.day, simulator.balance]).toEqual([4, 52]);
      const ledger = await (await fetch(`${simulator.url}/_simulator/ledger`)).json();
      expect(ledger).toMatchObject({ charged: 25, balance: 52, charges: [{ seq: 1, page: 1, credits: 25 }] });
      const log = await (await fetch(`${simulator.url}/_simulator/requests`)).json();
      expect(log).toMatchObject({ requests: [{ status: 200 }, { status: 403, fault: "error" }] });
    }));

  it("waits before each answer when told to, and closes in the middle of that", async () => {
    const simulator = await startSimulator({ people: 100, latencyMs: 3_600_000 });
    const answer = post(simulator, {}).catch(() => "cut");
    await expect.poll(() => simulator.requests.length).toBe(1);
    await simulator.close();
    expect(await answer).toBe("cut");
    expect(simulator.requests[0]?.status).toBeNull();
    expect(simulator.ledger[0]?.answered).toBe(false);
  });
});

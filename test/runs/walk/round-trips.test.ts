import { expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import type { SearchAnswer } from "../../../src/leonar/profile-search.ts";
import { buy, buyAndStore, leaseWalk, NO_DETAIL, parisSpec } from "../../support/leased-walk.ts";
import { type TestApp, withTestApp } from "../../support/test-app.ts";

/** The same answer with fewer people. */
function shorten({ search }: TestApp, { body }: SearchAnswer, people: number): SearchAnswer {
  const answer = JSON.parse(Buffer.from(body).toString("utf8"));
  const data = { ...answer.data, profiles: answer.data.profiles.slice(0, people) };
  const shorter = Buffer.from(JSON.stringify({ ...answer, data }));
  return { body: shorter, page: search.readPage(shorter) };
}

/** Counts how often the server has answered everything that the only connection of a pool had sent. */
async function countRoundTrips({ pool }: Database): Promise<() => number> {
  const client = await pool.connect();
  let roundTrips = 0;
  client.on("drain", () => {
    roundTrips += 1;
  });
  client.release();
  return () => roundTrips;
}

/** Round trips that a page of so many people takes, from the opening of its call to its place in the store. */
async function roundTripsOfPage(people: number): Promise<number> {
  return withTestApp({ connections: 1 }, async (app) => {
    const hands = await leaseWalk(app, parisSpec());
    // The first call of a key makes its row.
    await buyAndStore(app, hands);
    const roundTrips = await countRoundTrips(app.db);
    const { callId, answer } = await buy(app, hands);
    const page = shorten(app, answer, people);
    expect(page.page.profiles).toHaveLength(people);
    await hands.store.recordAnswer(callId, page);
    await hands.store.applyPage(hands.lease, callId, page.page, NO_DETAIL);
    return roundTrips();
  });
}

it("a page takes at most six round trips to the database, however many people it shows", async () => {
  const [few, many] = [await roundTripsOfPage(2), await roundTripsOfPage(25)];
  expect(many).toBeLessThanOrEqual(6);
  expect(few).toBe(many);
});

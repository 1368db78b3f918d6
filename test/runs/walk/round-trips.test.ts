import { expect, it } from "vitest";
import type { SearchAnswer } from "../../../src/runs/ports.ts";
import type { Database } from "../../../src/database/database.ts";
import { buy, buyAndStore, NO_DETAIL, parisSpec, takeInHand } from "../../support/leased-walk.ts";
import { type World, withWorld } from "../../support/test-app.ts";

/** The same answer with fewer people. */
function shorten({ search }: World, { body }: SearchAnswer, people: number): SearchAnswer {
  const answer = JSON.parse(Buffer.from(body).toString("utf8"));
  const data = { ...answer.data, profiles: answer.data.profiles.slice(0, people) };
  const shorter = Buffer.from(JSON.stringify({ ...answer, data }));
  return { body: shorter, page: search.readPage(shorter) };
}

/** Counts how often the only connection of a pool was spoken to after it had answered everything. */
async function countRoundTrips({ pool }: Database): Promise<() => number> {
  const client = await pool.connect();
  const query = client.query.bind(client) as (...given: unknown[]) => Promise<unknown>;
  let roundTrips = 0;
  let open = 0;
  const counted = (...given: unknown[]) => {
    if (open === 0) roundTrips += 1;
    open += 1;
    const answer = query(...given);
    const close = () => {
      open -= 1;
    };
    answer.then(close, close);
    return answer;
  };
  Object.assign(client, { query: counted });
  client.release();
  return () => roundTrips;
}

/** Round trips that a page of so many people takes, from the opening of its call to its place in the store. */
async function roundTripsOfPage(people: number): Promise<number> {
  return withWorld({ connections: 1 }, async (world) => {
    const hands = await takeInHand(world, parisSpec());
    // The first call of a key makes its row.
    await buyAndStore(world, hands);
    const roundTrips = await countRoundTrips(world.db);
    const { callId, answer } = await buy(world, hands);
    const page = shorten(world, answer, people);
    expect(page.page.profiles).toHaveLength(people);
    await hands.store.recordAnswer(callId, page);
    await hands.store.applyCall(hands.lease, callId, page.page, NO_DETAIL);
    return roundTrips();
  });
}

it("a page takes at most six round trips to the database, however many people it shows", async () => {
  const [few, many] = [await roundTripsOfPage(2), await roundTripsOfPage(25)];
  expect(many).toBeLessThanOrEqual(6);
  expect(few).toBe(many);
});

import { expect, it } from "vitest";
import { secondsBetweenCalls } from "../../../src/runs/walk/call-pace.ts";
import { GatewayBusy, MaybeCharged } from "../../../src/values/errors.ts";
import { berlinSpec, buyAndStore, leaseWalk, open, openNext, parisSpec } from "../../support/leased-walk.ts";
import { withTestApp } from "../../support/test-app.ts";

it.each([
  [{ newestGap: null, longestGap: null, answered: 0 }, 10],
  [{ newestGap: 0.2, longestGap: 0.2, answered: 9 }, 10],
  [{ newestGap: 0.2, longestGap: 0.2, answered: 10 }, 5],
  [{ newestGap: 0.2, longestGap: 0.2, answered: 30 }, 1.25],
  [{ newestGap: 0.2, longestGap: 0.2, answered: 100 }, 0.4],
  [{ newestGap: 1.5, longestGap: 1.5, answered: 100 }, 3],
  [{ newestGap: 0.2, longestGap: 4, answered: 100 }, 8],
  [{ newestGap: 15, longestGap: 15, answered: 0 }, 30],
  [{ newestGap: 50, longestGap: 50, answered: 0 }, 60],
])("calls that a gateway refused (%j) make the next ones %d s apart at least", (refused, seconds) => {
  expect(secondsBetweenCalls(refused)).toBe(seconds);
});

it("a gateway's 503 keeps all walks of the key from a call for a while, another error does not", async () => {
  await withTestApp({}, async (app) => {
    const paris = await leaseWalk(app, parisSpec());
    const berlin = await leaseWalk(app, berlinSpec(), { holder: "others" });
    const letPass = (interval: string) =>
      app.db.pool.query(
        `update calls set opened_at = opened_at - interval '${interval}', answered_at = answered_at - interval '${interval}'`,
      );
    await buyAndStore(app, paris);
    const failed = await open(paris);
    const silent = new MaybeCharged("the API answered 500 after the request was sent");
    await paris.store.recordFailure(failed.callId, { kind: "unknown", error: silent });
    await buyAndStore(app, paris);
    const refused = await open(berlin);
    const error = new GatewayBusy("nginx", 10_000);
    await berlin.store.recordFailure(refused.callId, { kind: "unknown", error });
    expect(await openNext(berlin)).toEqual({ kind: "wait" });
    await letPass("11 s");
    await buyAndStore(app, berlin);
    expect([await openNext(paris), await openNext(berlin)]).toEqual([{ kind: "wait" }, { kind: "wait" }]);
    await letPass("11 s");
    await buyAndStore(app, paris);
    expect(await openNext(berlin)).toEqual({ kind: "wait" });
    await letPass("25 h");
    await buyAndStore(app, berlin);
    expect(await openNext(paris)).toMatchObject({ kind: "open" });
  });
});

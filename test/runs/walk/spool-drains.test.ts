import { readdir, truncate } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { countSpool, makeFileSpool } from "../../../src/operations/file-spool.ts";
import { type AnswerSpool, drainAndTell, drainSpool } from "../../../src/runs/walk/answer-spool.ts";
import { NO_OBSERVER } from "../../../src/runs/walk/purchase-observer.ts";
import { buy, leaseWalk, parisSpec, rowsOf } from "../../support/leased-walk.ts";
import { type TestApp, withTestApp } from "../../support/test-app.ts";

/** Buys a page whose answer is kept on the disk and not recorded. */
async function keepPaidPage(app: TestApp, spool: AnswerSpool): Promise<number> {
  const { callId, answer } = await buy(app, await leaseWalk(app, parisSpec()));
  const [call] = await rowsOf(app, `select attempt from calls where id = ${callId}`);
  await spool.keep({ callId, attempt: String(call?.attempt), body: answer.body });
  return callId;
}

async function spooledFile({ spoolFolder }: TestApp): Promise<string> {
  const [name = ""] = await readdir(spoolFolder);
  return join(spoolFolder, name);
}

/** Several processes read what is kept before any of them has taken it. */
function drainTogether(app: TestApp, processes: number) {
  let reading = processes;
  let allHaveRead = () => {};
  const read = new Promise<void>((resolve) => {
    allHaveRead = resolve;
  });
  return Promise.all(
    Array.from({ length: processes }, () => {
      const spool = makeFileSpool(app.spoolFolder, "store");
      const kept = async () => {
        const answers = await spool.kept();
        reading -= 1;
        if (reading === 0) allHaveRead();
        await read;
        return answers;
      };
      return drainSpool({ ...spool, kept }, app.store, app.search);
    }),
  );
}

describe("paid answers on the disk", () => {
  it("that several processes store at once are booked once", async () => {
    await withTestApp({}, async (app) => {
      const callId = await keepPaidPage(app, makeFileSpool(app.spoolFolder, "store"));
      for (const { unknown, unreadable } of await drainTogether(app, 4))
        expect([unknown, unreadable]).toEqual([0, 0]);
      expect(await countSpool(app.spoolFolder)).toEqual({ waiting: 0, aside: 0 });
      expect(await rowsOf(app, "select id::int, status, outcome, credits from calls")).toEqual([
        { id: callId, status: "settled", outcome: "answered", credits: 25 },
      ]);
    });
  });

  it("for a call that this database does not have are put aside by several processes at once", async () => {
    await withTestApp({}, async (app) => {
      const attempt = "00000000-0000-4000-8000-000000000000";
      const spool = makeFileSpool(app.spoolFolder, "store");
      await spool.keep({ callId: 7, attempt, body: Buffer.from('{"data":{"profiles":[]}}') });
      const results = await drainTogether(app, 4);
      expect(results.map(({ stored }) => stored)).toEqual([0, 0, 0, 0]);
      expect(await countSpool(app.spoolFolder)).toEqual({ waiting: 0, aside: 1 });
    });
  });

  it.each([0, 1, 40, 3_000])(
    "of which a power cut left %i bytes are put aside, and their credits stay booked",
    async (bytes) => {
      await withTestApp({}, async (app) => {
        const spool = makeFileSpool(app.spoolFolder, "store");
        await keepPaidPage(app, spool);
        await truncate(await spooledFile(app), bytes);
        const told: string[] = [];
        const observer = { ...NO_OBSERVER, drained: (words: string) => void told.push(words) };
        expect(await drainAndTell({ spool, store: app.store, search: app.search, observer })).toBe(0);
        expect(told).toEqual([expect.stringContaining("cut short")]);
        expect(await countSpool(app.spoolFolder)).toEqual({ waiting: 0, aside: 1 });
        const [call] = await rowsOf(app, "select status from calls");
        expect(call?.status).not.toBe("settled");
        expect(await drainAndTell({ spool, store: app.store, search: app.search, observer })).toBe(0);
        expect(told).toHaveLength(1);
      });
    },
  );

  it("are told of once they are stored", async () => {
    await withTestApp({}, async (app) => {
      const spool = makeFileSpool(app.spoolFolder, "store");
      await keepPaidPage(app, spool);
      const told: string[] = [];
      const observer = { ...NO_OBSERVER, drained: (words: string) => void told.push(words) };
      expect(await drainAndTell({ spool, store: app.store, search: app.search, observer })).toBe(1);
      expect(told).toEqual([
        "paid answers from this machine's disk that were stored, for no more credits: 1",
      ]);
    });
  });
});

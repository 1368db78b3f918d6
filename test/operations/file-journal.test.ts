import { randomUUID } from "node:crypto";
import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, it } from "vitest";
import { findLostCalls } from "../../src/credits/store/find-lost-calls.ts";
import { makeFileJournal, readJournal } from "../../src/operations/file-journal.ts";
import { buyAndStore, leaseWalk, parisSpec, rowsOf } from "../support/leased-walk.ts";
import { withTestApp } from "../support/test-app.ts";
import { openTestDatabase } from "../support/test-database.ts";

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sourcing-journal-"));
  await use(join(folder, "calls")).finally(() => rm(folder, { recursive: true, force: true }));
}

const at = (day: string) => () => new Date(`${day}T23:59:59.000Z`);

it("a journal keeps the calls of a week by store, for its owner alone", async () => {
  await withFolder(async (folder) => {
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    makeFileJournal(folder, "one", at("2026-03-01")).opened({ callId: 1, attempt: randomUUID() });
    const journal = makeFileJournal(folder, "one", at("2026-03-10"));
    journal.opened({ callId: 7, attempt: first });
    journal.opened({ callId: 8, attempt: second });
    journal.answered({ callId: 7, attempt: first }, 25);
    makeFileJournal(folder, "other", at("2026-03-10")).opened({ callId: 9, attempt: third });
    await appendFile(join(folder, "one_2026-03-10.calls"), "2026-03-10T23:59:59.000Z 10 torn");
    const openedAt = at("2026-03-10")();
    expect(await readJournal(folder, "one")).toEqual([
      { callId: 7, attempt: first, openedAt, credits: 25 },
      { callId: 8, attempt: second, openedAt, credits: null },
    ]);
    expect((await readdir(folder)).sort()).toEqual(["one_2026-03-10.calls", "other_2026-03-10.calls"]);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, "one_2026-03-10.calls"))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(folder, "other_2026-03-10.calls"), "utf8")).toBe(
      `2026-03-10T23:59:59.000Z 9 ${third} opened\n`,
    );
  });
});

it("a journal that cannot be written ends no purchase, and one that is not there is empty", async () => {
  await withFolder(async (folder) => {
    await writeFile(folder, "no folder");
    makeFileJournal(folder, "one", at("2026-03-10")).opened({ callId: 1, attempt: randomUUID() });
    expect(await readJournal(folder, "one")).toEqual([]);
    expect(await readJournal(join(folder, "none"), "one")).toEqual([]);
  });
});

it("a call is lost if its number is missing or belongs to another call", async () => {
  await withTestApp({}, async (app) => {
    const walk = await leaseWalk(app, parisSpec());
    await buyAndStore(app, walk);
    await buyAndStore(app, walk);
    const calls = await rowsOf(app, "select id, attempt from calls order by id");
    const known = calls.map(({ id, attempt }) => ({
      callId: Number(id),
      attempt: String(attempt),
      openedAt: new Date(),
      credits: 25,
    }));
    const again = { ...known[1], attempt: randomUUID() } as (typeof known)[number];
    const missing = { ...again, callId: 900, attempt: randomUUID() };
    expect(await findLostCalls(app.db, [...known, again, missing])).toEqual([again, missing]);
    const lateAnswer = walk.store.recordFailure(
      again.callId,
      { kind: "refused", error: new Error("refused") },
      again.attempt,
    );
    await expect(lateAnswer).rejects.toThrow(`the database no longer has call ${again.callId}`);
  });
  const empty = await openTestDatabase(inject("postgresUrl"));
  const lost = { callId: 1, attempt: randomUUID(), openedAt: new Date(), credits: null };
  expect(await findLostCalls(empty.db, [lost])).toEqual([lost]);
  await empty.close();
});

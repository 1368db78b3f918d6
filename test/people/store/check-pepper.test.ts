import { createHmac } from "node:crypto";
import { afterAll, beforeEach, expect, inject, it } from "vitest";
import { checkPepper } from "../../../src/people/store/check-pepper.ts";
import { openTestDatabase } from "../../support/test-database.ts";

const { db, close } = await openTestDatabase(inject("postgresUrl"));
afterAll(() => close());

const PEPPER = "b1946ac92492d2347c6235b4d2611184";
const OTHER = "591785b794601e212b260e25925636fd";

async function kept(): Promise<string | null> {
  const { rows } = await db.pool.query("select pepper_check from ledger_state");
  return rows[0].pepper_check;
}

beforeEach(async () => {
  await db.pool.query("update ledger_state set pepper_check = null");
});

it("the first pepper is kept as a salted slow hash, and no other one is taken", async () => {
  await Promise.all([checkPepper(db, PEPPER), checkPepper(db, PEPPER)]);
  const first = await kept();
  expect(first).toMatch(/^scrypt\$[0-9a-f]{32}\$[0-9a-f]{32}$/u);
  await checkPepper(db, PEPPER);
  expect(await kept()).toBe(first);
  await expect(checkPepper(db, OTHER)).rejects.toThrow("another SUPPRESSION_PEPPER");
  await db.pool.query("update ledger_state set pepper_check = null");
  await checkPepper(db, PEPPER);
  expect(await kept()).not.toBe(first);
});

it("a first pepper that is easy to guess is refused, and nothing is kept", async () => {
  await expect(checkPepper(db, "pepper of the tests")).rejects.toThrow("easy to guess");
  expect(await kept()).toBeNull();
});

it("the fast hash of an earlier version is replaced once it matches, of a short pepper too, and left for another pepper", async () => {
  for (const pepper of [PEPPER, "pepper of the tests"]) {
    const fast = createHmac("sha256", pepper).update("check").digest("hex").slice(0, 16);
    await db.pool.query("update ledger_state set pepper_check = $1", [fast]);
    await expect(checkPepper(db, OTHER)).rejects.toThrow("another SUPPRESSION_PEPPER");
    expect(await kept()).toBe(fast);
    await checkPepper(db, pepper);
    expect(await kept()).toMatch(/^scrypt\$/u);
    await checkPepper(db, pepper);
  }
});

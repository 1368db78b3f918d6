import { createHmac, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Sql } from "../../database/database.ts";
import { UsageError } from "../../values/errors.ts";
import { findPepperFlaw } from "../identity/pepper-flaw.ts";

const checkRow = z.object({ known: z.string().nullable() });

const hash = promisify<string, string, number, { cost: number; maxmem: number }, Buffer>(scrypt);
/** About a tenth of a second and 32 MB for each guess. */
const COST = 32_768;
const MAX_MEMORY = 64 * 1024 * 1024;
const HASH_BYTES = 16;
const SCHEME = "scrypt";

/**
 * Checks that the pepper is the one under which the store's suppressions are written. The first process sets it. The store keeps a
 * salted scrypt hash, so that a guess against a dump is slow; the fast hash of an earlier version is replaced once it matches.
 * @throws UsageError for another pepper, under which no suppressed person would be recognised; for a first one that is easy to guess
 */
export async function checkPepper(db: Database, pepper: string): Promise<void> {
  let { known } = await db.row(checkRow, sql`select pepper_check as known from ledger_state`);
  if (known === null) {
    refuseWeak(pepper);
    known = await setFirst(db, await makeCheck(pepper));
  }
  if (known.startsWith(`${SCHEME}$`) ? await matches(known, pepper) : known === makeFastCheck(pepper)) {
    if (!known.startsWith(`${SCHEME}$`)) await replace(db, known, await makeCheck(pepper));
    return;
  }
  throw new UsageError(
    "this database's list of people to forget was written under another SUPPRESSION_PEPPER, so that they would be stored " +
      "again: set the same one, or copy SOURCING_HOME/secrets/suppression-pepper from the machine that made it",
  );
}

/** Says why the pepper under which the store's suppressions are written is easy to guess, and what to do; null: it is not. */
export async function describeWeakPepper(db: Sql, pepper: string): Promise<string | null> {
  const flaw = findPepperFlaw(pepper);
  if (flaw === null) return null;
  const { known } = await db.row(checkRow, sql`select pepper_check as known from ledger_state`);
  // A store that has none yet refuses this one.
  if (known === null) return null;
  return (
    `SUPPRESSION_PEPPER is easy to guess: ${flaw}. Whoever gets at the database or a dump could find out who asked to be ` +
    "forgotten; docs/data-protection.md says how to change it (The pepper)"
  );
}

function refuseWeak(pepper: string): void {
  const flaw = findPepperFlaw(pepper);
  if (flaw === null) return;
  throw new UsageError(
    `SUPPRESSION_PEPPER is easy to guess: ${flaw}. Write what \`openssl rand -hex 32\` prints, or leave it out, so that one is made`,
  );
}

/** Another process may have been first. */
async function setFirst(db: Database, check: string): Promise<string> {
  const { known } = await db.row(
    checkRow,
    sql`update ledger_state set pepper_check = coalesce(pepper_check, ${check}) returning pepper_check as known`,
  );
  return known ?? check;
}

async function replace(db: Database, known: string, check: string): Promise<void> {
  await db.execute(sql`update ledger_state set pepper_check = ${check} where pepper_check = ${known}`);
}

async function makeCheck(pepper: string): Promise<string> {
  const salt = randomBytes(HASH_BYTES).toString("hex");
  return [SCHEME, salt, await slowHash(pepper, salt)].join("$");
}

async function matches(known: string, pepper: string): Promise<boolean> {
  const [, salt = "", expected = ""] = known.split("$");
  const found = await slowHash(pepper, salt);
  return found.length === expected.length && timingSafeEqual(Buffer.from(found), Buffer.from(expected));
}

async function slowHash(pepper: string, salt: string): Promise<string> {
  return (await hash(pepper, salt, HASH_BYTES, { cost: COST, maxmem: MAX_MEMORY })).toString("hex");
}

/** The check of version 0.1. */
function makeFastCheck(pepper: string): string {
  return createHmac("sha256", pepper).update("check").digest("hex").slice(0, 16);
}

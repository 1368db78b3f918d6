import { type ForgetResult, forget } from "../../src/privacy/forget.ts";
import { type PurgeReport, purge, type RetentionRules } from "../../src/privacy/purge.ts";
import { readTarget } from "../../src/privacy/read-target.ts";
import { isStored } from "../../src/privacy/store/is-stored.ts";
import { makeErasureStore } from "../../src/privacy/store/make-erasure-store.ts";
import { rowsOf } from "./leased-walk.ts";
import { PEPPER, specOf, type TestApp } from "./test-app.ts";

/** A search in Paris that reveals every contact. */
export const REVEALING = {
  job_title: ["Product Manager"],
  location: ["Paris, France"],
  reveal_info: true,
  data_types: ["work_email", "personal_email", "phone"],
};
export const revealingSpec = (name = "revealing", settings: object = { maxPages: 1 }) =>
  specOf(name, REVEALING, settings);

const TO_THE_END = new AbortController().signal;

export function forgetDeps(app: TestApp) {
  return {
    erasure: makeErasureStore(app.db, { pepper: PEPPER }, { isEmbedded: false }),
    spool: app.deps().spool,
    walks: app.store,
    search: app.search,
  };
}

/** Forgets the person whom a user at the terminal would name so. */
export async function forgetIn(
  app: TestApp,
  typed: string,
  { allOfThem } = { allOfThem: false },
): Promise<ForgetResult> {
  const options = { isId: false, isStored: (id: string) => isStored(app.db, id) };
  return forget(forgetDeps(app), await readTarget(typed, options), { allOfThem });
}

export function purgeIn(app: TestApp, rules: RetentionRules): Promise<PurgeReport> {
  return purge({ erasure: forgetDeps(app).erasure, rules }, TO_THE_END);
}

/** As if so many days had passed since everything was collected. */
export async function letDaysPass(
  app: TestApp,
  days: number,
  table: "profiles" | "call_bodies" | "rejected_profiles",
) {
  const column = { profiles: "first_seen_at", call_bodies: "received_at", rejected_profiles: "rejected_at" }[
    table
  ];
  await rowsOf(app, `update ${table} set ${column} = ${column} - make_interval(days => $1)`, [days]);
}

export interface Known {
  readonly id: string;
  readonly email: string;
  readonly phone: string;
  readonly name: string;
}

/** The first stored person of whom everything is known. */
export async function somebody(app: Pick<TestApp, "db">): Promise<Known> {
  const { rows } = await app.db.pool.query(
    `select p.profile_id as id, full_name as name, e.value as email, n.value as phone from profiles p
     join contacts e on e.profile_id = p.profile_id and e.kind = 'email'
     join contacts n on n.profile_id = p.profile_id and n.kind = 'phone' order by 1, 3 limit 1`,
  );
  if (rows[0] === undefined) throw new Error("nobody is known so well");
  return rows[0];
}

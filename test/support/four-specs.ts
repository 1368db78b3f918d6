import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { specOf } from "./test-app.ts";
import type { TestCli } from "./test-cli.ts";

export const PATIENCE = { timeout: 200_000, interval: 20 };
export const CITIES = [
  "Paris, France",
  "Berlin, Germany",
  "London, United Kingdom",
  "New York, United States",
];
const specs = CITIES.map((city, place) =>
  specOf(`city-${place}`, { job_title: ["Product Manager"], location: [city] }),
);

/** A CSV of four searches with some pages each. */
export async function writeFourSpecs({ folder }: TestCli): Promise<string> {
  const file = join(folder, "four.csv");
  const rows = CITIES.map((city, place) => `city-${place},Product Manager,"${city}"`);
  await writeFile(file, `spec,job_title,location\n${rows.join("\n")}\n`);
  return file;
}

/** Waits until so many requests were made. */
export function untilAsked({ simulator }: TestCli, requests: number): Promise<unknown> {
  return vi.waitUntil(() => simulator.requests.length >= requests, PATIENCE);
}

/** Waits until every slice that had begun has ended, as after some pages at the latest. */
export async function untilNobodyWalks({ database }: TestCli): Promise<void> {
  const { pool } = database.db;
  await vi.waitUntil(async () => {
    const { rows } = await pool.query(
      "select from walks where lease_owner is not null and status = 'walking'",
    );
    return rows.length === 0;
  }, PATIENCE);
}

export async function untilRunIsDone({ database }: TestCli): Promise<void> {
  const { pool } = database.db;
  await vi.waitUntil(async () => {
    const { rows } = await pool.query("select from runs where status = 'done'").catch(() => ({ rows: [] }));
    return rows.length > 0;
  }, PATIENCE);
}

/** All four searches are stored whole, no page was answered twice, and all that was charged is booked. */
export async function expectFourSpecs({ simulator, database }: TestCli): Promise<void> {
  const found = new Set(specs.flatMap(({ search }) => simulator.search({ ...search })));
  const { rows } = await database.db.pool.query(
    `select (select array_agg(profile_id order by profile_id collate "C") from profiles) as people,
       (select sum(credits)::integer from calls where status = 'settled') as settled,
       (select json_agg(json_build_object('status', status, 'page', page, 'problem', problem)) from calls
         where status <> 'settled') as open,
       (select count(*)::integer from (select from calls where outcome = 'answered' group by pass_id, page
         having count(*) > 1) as twice) as twice`,
  );
  expect(rows[0]).toEqual({ people: [...found].sort(), settled: simulator.charged(), open: null, twice: 0 });
}

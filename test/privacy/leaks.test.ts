import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { FaultScript } from "../../src/simulator/fault-script.ts";
import { tablesHolding } from "../support/people.ts";
import { HAS_REDIS, startRedis } from "../support/redis-server.ts";
import { watchRedis } from "../support/redis-watch.ts";
import { type TestCli, withCli } from "../support/test-cli.ts";
import type { TestDatabase } from "../support/test-database.ts";
import { TEST_SCHEMA } from "../support/test-database.ts";

const SEARCH = {
  job_title: ["Product Manager"],
  location: ["Paris, France"],
  reveal_info: true,
  data_types: ["work_email", "personal_email", "phone"],
};
/** Where people may stand, and nowhere else. */
const PEOPLES_TABLES = [
  `${TEST_SCHEMA}.call_bodies`,
  `${TEST_SCHEMA}.contacts`,
  `${TEST_SCHEMA}.profile_search`,
  `${TEST_SCHEMA}.profile_versions`,
  `${TEST_SCHEMA}.profiles`,
  `${TEST_SCHEMA}.rejected_profiles`,
  `${TEST_SCHEMA}.sightings`,
  "pg_stats",
];

const FAULTS: FaultScript = [
  { when: { nth: 2 }, fault: { kind: "profile", corruption: "id_null", at: 0 } },
  { when: { nth: 3 }, fault: { kind: "malformed_json" } },
  { when: { nth: 4 }, fault: { kind: "echo_key" } },
];

/** Names, ids, addresses and numbers of everybody on the first pages. */
function secretsOf({ simulator }: TestCli): string[] {
  const people = [1, 2, 3].flatMap((page) => simulator.page({ ...SEARCH, page }));
  const texts = people.flatMap((profile) => {
    const written = JSON.stringify(profile);
    const reach = written.match(/"[^"@\s]+@[^"@\s]+"|"\+\d{9,}"/gu) ?? [];
    const { profile_id: id, full_name: name } = profile as { profile_id: string; full_name?: string };
    return [id, name ?? id, ...reach.map((text) => text.slice(1, -1))];
  });
  return [...new Set([...texts, simulator.key])];
}

/** Everything that a person would do, and everything that goes wrong, with all that is said meanwhile. */
async function provoke(cli: TestCli, settings: Readonly<Record<string, string>>): Promise<string> {
  const { simulator, database, folder } = cli;
  const file = join(folder, "paris.csv");
  await writeFile(
    file,
    'spec,job_title,location,reveal_info,data_types\nparis,Product Manager,"Paris, France",yes,work_email|personal_email|phone\n',
  );
  const said: string[] = [];
  const sourcing = async (...args: string[]) => {
    const { stdout, stderr } = await cli.sourcing(args, settings);
    const isAskedFor = ["person", "forget"].includes(args[0] ?? "");
    said.push(stderr, isAskedFor ? "" : stdout);
    return stdout;
  };
  simulator.setFaults(FAULTS);
  // A page of people that the database refuses, with their names in its complaint.
  await refuse(database, "profiles", "full_name is null", () => sourcing("run", file, "--max-pages", "4"));
  await sourcing("resume");
  const { rows } = await database.db.pool.query(
    "select profile_id, full_name from profiles order by 1 limit 1",
  );
  await sourcing("person", rows[0].full_name);
  await sourcing("forget", rows[0].full_name, "--yes");
  await refuse(database, "erasures", "people = 0", () => sourcing("forget", rows[0].profile_id, "--yes"));
  await sourcing("forget", rows[0].profile_id, "--yes");
  await sourcing("runs", "last");
  return said.join("\n");
}

/** Has the database refuse every new row of a table meanwhile that is not so. */
async function refuse(
  { db }: TestDatabase,
  table: string,
  unless: string,
  meanwhile: () => Promise<unknown>,
): Promise<void> {
  await db.pool.query(`alter table ${table} add constraint refused check (${unless}) not valid`);
  await meanwhile();
  await db.pool.query(`alter table ${table} drop constraint refused`);
}

it("names, addresses, numbers and keys are in no log, error or queue, and in no table but the people's, whatever goes wrong", async () => {
  const server = HAS_REDIS ? await startRedis() : null;
  const redis = server === null ? null : await watchRedis(server.url);
  try {
    await withCli({}, async (cli) => {
      const secrets = secretsOf(cli);
      expect(secrets.length).toBeGreaterThan(200);
      const said = await provoke(cli, { LOG_LEVEL: "trace", REDIS_URL: server?.url ?? "" });
      for (const complaint of [
        "the database says 23514 (profiles, refused)",
        "23514 (erasures, refused)",
        "invalid_api_key",
      ])
        expect(said).toContain(complaint);
      expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
      for (const secret of [cli.simulator.key, ...secrets.slice(0, 5)]) {
        const places = await tablesHolding(cli.database, secret);
        expect(places.filter((place) => !PEOPLES_TABLES.includes(place))).toEqual([]);
      }
      const heard = redis?.commands() ?? "walkId";
      expect(heard).toContain("walkId");
      expect(secrets.filter((secret) => heard.includes(secret))).toEqual([]);
    });
  } finally {
    await redis?.close();
    await server?.close();
  }
}, 180_000);

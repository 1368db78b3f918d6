import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copyDatabase } from "../../src/database/copy/copy-database.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { supportsSessions } from "../../src/database/poolers/supports-sessions.ts";
import { connect } from "../../src/database/roles/connect-as.ts";
import { openQueues } from "../../src/queue/queues.ts";
import { StoreUnavailable } from "../../src/values/errors.ts";
import { type FakePostgres, startFakePostgres } from "../support/fake-postgres.ts";

const PASSWORD = "secret-word";
const STATEMENT = "secret statement";

/** Everything by which commands reach the database. */
const DOORS: readonly (readonly [string, (url: string) => Promise<unknown>])[] = [
  [
    "the pool",
    async (url) => {
      const db = openDatabase({ url, connections: 1, applicationName: "test" });
      await db.pool.query(`select '${STATEMENT}'`).finally(() => db.close());
    },
  ],
  [
    "a transaction",
    async (url) => {
      const db = openDatabase({ url, connections: 1, applicationName: "test" });
      await db.transaction(async () => {}).finally(() => db.close());
    },
  ],
  ["the login of a role", (url) => connect(url)],
  ["the check for sessions", (url) => supportsSessions(url)],
  ["a copy", (url) => copyDatabase({ from: url, to: url, displayUrl: "x" }, () => {})],
  [
    "the queue",
    async (url) => {
      const queues = await openQueues({ kind: "postgres", url });
      await queues.counts(["walks"]).finally(() => queues.close());
    },
  ],
  [
    "the connection on which the queue listens, which BullMQ makes from the driver itself",
    async (url) => {
      const client = new pg.Client(url);
      await client.connect();
      await client.query(`select '${STATEMENT}'`);
    },
  ],
];

describe.each([
  ["clear", /asks for the password in clear text, none was sent/],
  ["md5", /asks for an MD5 hash of the password, none was sent/],
  ["nothing", /let us in without asking for the password/],
] as const)("a server in the database's place that asks for %s", (asks, words) => {
  let fake: FakePostgres;
  beforeEach(async () => {
    fake = await startFakePostgres(null, asks);
  });
  afterEach(() => fake.close());

  it.each(DOORS)("is not told password or statements by %s", async (_door, open) => {
    const failure: unknown = await open(`postgres://someone:${PASSWORD}@127.0.0.1:${fake.port}/x`).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(StoreUnavailable);
    expect(String(failure)).toMatch(words);
    expect(fake.heard()).toContain("someone");
    // The hash of an MD5 exchange begins with md5.
    expect(fake.heard()).not.toMatch(/secret|md5[0-9a-f]{8}/);
  });
});

it("a server that asks for nothing is used where the address has no password", async () => {
  const fake = await startFakePostgres(null, "nothing");
  const client = new pg.Client({ host: "127.0.0.1", port: fake.port, user: "someone" });
  client.on("error", () => {});
  await client.connect();
  client.query(`select '${STATEMENT}'`).catch(() => {});
  await expect.poll(() => fake.heard()).toContain(STATEMENT);
  await client.end();
  await fake.close();
});

import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import pg from "pg";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { withVerifiedTls } from "../../src/database/database-url.ts";
import { openEmbeddedPostgres } from "../../src/database/embedded/open-embedded-postgres.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { supportsSessions } from "../../src/database/poolers/supports-sessions.ts";
import { StoreUnavailable } from "../../src/values/errors.ts";
import { makeCertificate } from "../support/certificate.ts";
import { startFakePostgres } from "../support/fake-postgres.ts";
import { withCli } from "../support/test-cli.ts";

const HAS_PSQL = spawnSync("psql", ["--version"]).status === 0;
const authority = makeCertificate("Authority of the tests");
let folder: string;
let address: URL;

/** Where a certificate of the tests lies. */
const fileOf = (name: string) => join(folder, name);

/** The server's address with these parameters. */
function addressWith(parameters: Readonly<Record<string, string>>, host = "localhost"): string {
  const url = new URL(address);
  url.hostname = host;
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

const verified = (host?: string) =>
  addressWith({ sslmode: "verify-full", sslrootcert: fileOf("ca.pem") }, host);

/** Has the server take no connection but those over TLS. */
async function demandTls(serverUrl: string): Promise<void> {
  const client = new pg.Client(serverUrl);
  await client.connect();
  const { rows } = await client.query("select current_setting('hba_file') as file");
  const rules = await readFile(rows[0].file, "utf8");
  await writeFile(rows[0].file, rules.replaceAll(/^host\b/gm, "hostssl"));
  await client.query(`alter system set ssl_cert_file = '${fileOf("server.pem")}'`);
  await client.query(`alter system set ssl_key_file = '${fileOf("server.key")}'`);
  await client.query("alter system set ssl = on");
  await client.query("select pg_reload_conf()");
  await client.end();
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sourcing-tls-"));
  const certificate = makeCertificate("localhost", authority);
  await writeFile(fileOf("ca.pem"), authority.cert);
  await writeFile(fileOf("other.pem"), makeCertificate("Authority of others").cert);
  await writeFile(fileOf("server.pem"), certificate.cert);
  await writeFile(fileOf("server.key"), certificate.key, { mode: 0o600 });
  const server = await openEmbeddedPostgres({ home: folder });
  address = new URL(server.url);
  await demandTls(server.url);
  const refusesOthers = () =>
    new pg.Client(server.url).connect().then(
      () => false,
      () => true,
    );
  await vi.waitUntil(refusesOthers, { timeout: 20_000 });
  return async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  };
});

describe("a database that speaks TLS only", () => {
  it("is migrated, filled by a worker and asked, its certificate checked each time", async () => {
    await withCli({}, async ({ sourcing, start, folder: here, simulator }) => {
      const settings = { DATABASE_URL: verified(), DATABASE_DIRECT_URL: verified() };
      expect(await sourcing(["db", "migrate"], settings)).toMatchObject({ code: 0 });
      const file = join(here, "specs.csv");
      await writeFile(file, "spec,job_title,max_pages\nmanagers,Product Manager,1\n");
      expect((await sourcing(["run", file, "--detach"], settings)).code).toBe(0);
      const worker = start(["worker"], settings);
      await vi.waitUntil(() => simulator.requests.length === 1, { timeout: 30_000 });
      worker.child.kill("SIGTERM");
      expect((await worker.ended).code).toBe(143);
      const sql =
        "select (select count(*) from candidates) as people, ssl from pg_stat_ssl where pid = pg_backend_pid()";
      const asked = await sourcing(["query", sql, "--format", "json"], settings);
      expect(JSON.parse(asked.stdout)).toEqual([{ people: 25, ssl: true }]);
      expect((await sourcing(["doctor"], settings)).code).toBe(0);
      if (HAS_PSQL) expect((await sourcing(["db", "psql"], settings)).code).toBe(0);
    });
  });

  it.each([
    [
      "signed by another authority",
      () => addressWith({ sslmode: "verify-full", sslrootcert: fileOf("other.pem") }),
    ],
    ["signed by nobody known", () => addressWith({ sslmode: "verify-full" })],
    ["signed by nobody known, where TLS is only required,", () => addressWith({ sslmode: "require" })],
    ["for another host", () => verified("127.0.0.1")],
  ])("is refused with a certificate %s", async (what, addressOf) => {
    const url = withVerifiedTls(addressOf());
    const setting = what === "for another host" ? "the host" : "sslrootcert";
    const words = new RegExp(
      `the database's certificate .*no password was sent: check ${setting} in DATABASE_URL`,
    );
    const db = openDatabase({ url, connections: 1, applicationName: "test" });
    const attempts = [
      () => db.execute(sql`select 1`),
      () => db.transaction(async () => {}),
      () => supportsSessions(url),
    ];
    for (const attempt of attempts) {
      const failure: unknown = await attempt().catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(StoreUnavailable);
      expect(failure).toMatchObject({ message: expect.stringMatching(words) });
    }
    await db.close();
  });

  it("ends a command with 1 where its certificate is refused", async () => {
    await withCli({}, async ({ sourcing }) => {
      const settings = { DATABASE_URL: verified("127.0.0.1") };
      const refused = await sourcing(["worker"], settings);
      expect(refused).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^the database's certificate .*\n$/),
      });
      if (HAS_PSQL) expect((await sourcing(["db", "psql"], settings)).code).not.toBe(0);
    });
  });
});

describe("a server in the database's place", () => {
  it.each([
    ["without TLS", null, "the database offers no TLS"],
    ["with a certificate of its own", makeCertificate("localhost"), "the database's certificate was refused"],
  ])("%s is not told the password", async (_, certificate, words) => {
    const fakePostgres = await startFakePostgres(certificate);
    try {
      for (const sslmode of ["verify-full", "require", "prefer"]) {
        const url = withVerifiedTls(
          `postgres://someone:secret-word@localhost:${fakePostgres.port}/x?sslmode=${sslmode}`,
        );
        const db = openDatabase({ url, connections: 1, applicationName: "test" });
        await expect(db.transaction(async () => {})).rejects.toThrow(words);
        await db.close();
      }
      expect(fakePostgres.heard()).not.toContain("secret-word");
    } finally {
      await fakePostgres.close();
    }
  });

  it("is told it where nothing is checked, which shows that it would listen", async () => {
    const fakePostgres = await startFakePostgres(makeCertificate("localhost"));
    const url = `postgres://someone:secret-word@localhost:${fakePostgres.port}/x?sslmode=no-verify`;
    // In a process of its own, because in this one the driver refuses to send passwords so.
    const script = `import pg from "pg"; const client = new pg.Client(process.argv[1]); client.on("error", () => {}); client.connect().catch(() => {});`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script, url], { stdio: "ignore" });
    await vi.waitUntil(() => fakePostgres.heard().includes("secret-word"), { timeout: 120_000 });
    child.kill();
    await fakePostgres.close();
  });
});

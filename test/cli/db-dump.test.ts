import { spawnSync } from "node:child_process";
import { readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dumpJson, restoreJson } from "../../src/cli/json/store-json.ts";
import { expectInvariants } from "../support/invariants.ts";
import { rowsOf } from "../support/leased-walk.ts";
import { type TestCli, withCli } from "../support/test-cli.ts";

const NO_DATABASE = { DATABASE_URL: "" };
const PROGRAM = new URL("../../dist/src/cli/main.js", import.meta.url).pathname;

async function buy({ folder, sourcing }: TestCli, environment = {}): Promise<string> {
  const file = join(folder, "specs.csv");
  await writeFile(file, 'spec,job_title,location\nparis,Product Manager,"Paris, France"\n');
  expect((await sourcing(["run", file, "--max-pages", "2"], environment)).code).toBe(0);
  return file;
}

const people = async ({ sourcing }: TestCli, environment = {}) =>
  (await sourcing(["query", "select count(*) from candidates", "--format", "csv"], environment)).stdout;

describe("sourcing db dump and db restore", () => {
  it("carry a store into another, which buys on from there", { timeout: 180_000 }, async () => {
    await withCli({}, async (cli) => {
      const { sourcing, folder, database, simulator } = cli;
      const file = await buy(cli);
      const dumped = await sourcing(["db", "dump", "store.dump", "--json"]);
      expect(dumped).toMatchObject({
        code: 0,
        stderr: expect.stringContaining("secrets/suppression-pepper"),
      });
      expect(dumpJson.parse(JSON.parse(dumped.stdout))).toMatchObject({ file: "store.dump", contacts: true });
      expect((await stat(join(folder, "store.dump"))).mode & 0o777).toBe(0o600);
      // Into the embedded store, which is empty, and where nothing is asked.
      const restored = await sourcing(["db", "restore", "store.dump"], NO_DATABASE);
      expect(restored).toMatchObject({ code: 0, stderr: expect.stringContaining("profiles: 50 rows") });
      expect(await people(cli, NO_DATABASE)).toBe("count\n50\n");
      const carriedOn = await sourcing(["run", file, "--max-pages", "1"], NO_DATABASE);
      expect(carriedOn.code, carriedOn.stderr).toBe(0);
      expect(simulator.requests.map(({ page }) => page)).toEqual([1, 2, 3]);
      expect(await rowsOf({ db: database.db }, "select count(*) from profiles")).toEqual([{ count: 50 }]);
    });
  });

  it("ask before they replace a store, and forget again who was forgotten since", {
    timeout: 180_000,
  }, async () => {
    await withCli({}, async (cli) => {
      const { sourcing, database, simulator } = cli;
      await buy(cli);
      expect((await sourcing(["db", "dump", "store.dump"])).code).toBe(0);
      const [{ profile_id: id } = {}] = await rowsOf(
        { db: database.db },
        "select profile_id from profiles limit 1",
      );
      expect((await sourcing(["forget", "--id", String(id), "--yes"])).code).toBe(0);
      const refused = await sourcing(["db", "restore", "store.dump"]);
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("say --yes") });
      expect(await people(cli)).toBe("count\n49\n");
      const restored = await sourcing(["db", "restore", "store.dump", "--yes", "--json"]);
      expect(restored).toMatchObject({
        code: 0,
        stderr: expect.stringContaining("1 people who were forgotten"),
      });
      expect(restoreJson.parse(JSON.parse(restored.stdout))).toMatchObject({
        keptSuppressions: expect.any(Number),
        erased: 1,
      });
      expect(await people(cli)).toBe("count\n49\n");
      await expectInvariants(database.db, simulator);
    });
  });

  it("go through pipes", async () => {
    await withCli({}, async (cli) => {
      const { sourcing, folder, environment } = cli;
      await buy(cli);
      const line = `"${process.execPath}" "${PROGRAM}" db dump - | gzip | gunzip | DATABASE_URL= "${process.execPath}" "${PROGRAM}" db restore - --yes`;
      const piped = spawnSync("bash", ["-o", "pipefail", "-c", line], { cwd: folder, env: environment });
      expect([piped.status, String(piped.stderr)]).toEqual([0, expect.stringContaining("profiles: 50 rows")]);
      expect(await people(cli, NO_DATABASE)).toBe("count\n50\n");
      const gone = spawnSync(
        "bash",
        ["-o", "pipefail", "-c", `"${process.execPath}" "${PROGRAM}" db dump - | head -c 10`],
        {
          cwd: folder,
          env: environment,
        },
      );
      expect(gone.status).toBe(1);
      expect(String(gone.stderr)).toContain("stdout cannot be written (EPIPE): the dump is not complete");
      expect((await sourcing(["db", "restore", "nowhere.dump"])).stderr).toContain(
        "cannot read nowhere.dump (ENOENT)",
      );
    });
  });

  it("overwrite no file, follow no link and leave nothing behind where they fail", async () => {
    await withCli({}, async ({ sourcing, folder, database }) => {
      await writeFile(join(folder, "kept"), "kept");
      await symlink(join(folder, "elsewhere"), join(folder, "link"));
      for (const name of ["kept", "link"])
        expect(await sourcing(["db", "dump", name])).toMatchObject({
          code: 2,
          stderr: expect.stringContaining("is there already"),
        });
      expect(await readFile(join(folder, "kept"), "utf8")).toBe("kept");
      expect(await sourcing(["db", "dump", join(folder, "no", "folder")])).toMatchObject({ code: 2 });
      await database.db.pool.query("alter table drizzle.__drizzle_migrations rename column hash to other");
      expect((await sourcing(["db", "dump", "half"])).code).toBe(1);
      expect((await readdir(folder)).filter((name) => !name.startsWith("."))).toEqual(["kept", "link"]);
    });
  });

  it("without contacts make a store that refuses to buy", async () => {
    await withCli({}, async (cli) => {
      const file = await buy(cli);
      expect((await cli.sourcing(["db", "dump", "--no-contacts", "store.dump"])).code).toBe(0);
      expect((await cli.sourcing(["db", "restore", "store.dump"], NO_DATABASE)).code).toBe(0);
      expect(await people(cli, NO_DATABASE)).toBe("count\n50\n");
      const refused = await cli.sourcing(["run", file], NO_DATABASE);
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("without contacts") });
    });
  });
});

describe("sourcing db url", () => {
  it("has no password, and prints one on a terminal only", async () => {
    await withCli({}, async ({ sourcing, database, environment, folder }) => {
      const { password } = new URL(database.url);
      for (const role of ["owner", "reader"]) {
        const printed = await sourcing(["db", "url", "--role", role]);
        expect(printed.code).toBe(0);
        expect(new URL(printed.stdout.trim()).password).toBe("");
        const refused = await sourcing(["db", "url", "--role", role, "--password"]);
        expect(refused).toMatchObject({
          code: 2,
          stdout: "",
          stderr: expect.stringContaining("on a terminal only"),
        });
      }
      const line = `"${process.execPath}" "${PROGRAM}" db url --password`;
      const shown = spawnSync("script", ["-qec", line, "/dev/null"], { cwd: folder, env: environment });
      expect(new URL(String(shown.stdout).trim()).password).toBe(password);
    });
  });
});

import { once } from "node:events";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { seed } from "../query/views/seed.ts";
import { type TestCli, withCli } from "../support/test-cli.ts";

/** A machine whose store has the three people of the seed. */
const withPeople = (use: (cli: TestCli) => Promise<void>) =>
  withCli({}, async (cli) => {
    await seed(cli.database.db);
    await use(cli);
  });

const addPeople = ({ database }: TestCli, count: number) =>
  database.db.pool.query(
    `insert into profiles (profile_id, first_name, last_name, headline)
     select 'x' || i, 'Xenia', 'Muster', repeat('invented ', 20) from generate_series(1, $1::integer) as i`,
    [count],
  );

const read = ({ folder }: TestCli, name: string) => readFile(join(folder, name), "utf8");
const visible = async ({ folder }: TestCli) =>
  (await readdir(folder)).filter((name) => name !== ".sourcing").sort();

describe("sourcing export", () => {
  it("writes everybody to stdout and remembers it", async () => {
    await withPeople(async (cli) => {
      const { sourcing } = cli;
      const csv = await sourcing(["export"]);
      expect(csv.stdout).toMatch(/^profile_id,full_name,[^\n]*\nada,Ada Beispiel,/);
      expect(csv.stdout).not.toContain("@");
      expect(csv.stderr).toBe("3 people for csv (export 1)\n");
      const excel = ["export", "--excel", "--contacts", "--specs", "berlin", "--out", "berlin.csv"];
      expect((await sourcing(excel)).stderr).toContain("hands over e-mail addresses and phone numbers");
      const file = await read(cli, "berlin.csv");
      expect(file).toMatch(/^\uFEFFprofile_id.*,emails,phones\n/);
      expect(file).toContain('"a@umbra.example, ada@umbra.example",\'+49 30 0\n');
      expect((await sourcing(["export", "--new"])).stdout.split("\n")).toHaveLength(2);
      const { stdout } = await sourcing(["exports", "--json"]);
      expect(JSON.parse(stdout)).toMatchObject([
        { id: 2, people: 2, contacts: true, filter: { specs: ["berlin"] } },
        { id: 1, destination: "csv", format: "csv", people: 3, leftOut: 0, contacts: false, filter: {} },
      ]);
      const undo = await sourcing(["exports", "undo", "1"]);
      expect(undo.stderr).toContain("Nothing was deleted at csv");
      await sourcing(["exports", "undo", "2"]);
      const again = await sourcing(["export", "--new", "--for", "jsonl", "--to", "csv"]);
      expect(
        again.stdout
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line).profile_id),
      ).toEqual(["ada", "ada-2", "bo"]);
      expect((await sourcing(["exports"])).stdout).toMatch(/│ csv +│ csv +│ +3 │/);
    });
  });

  it("says what since means beside specs, and takes a record that another search changed", async () => {
    await withPeople(async ({ sourcing, database }) => {
      await database.db.pool.query(
        "update profiles set last_changed_at = '2026-02-01' where profile_id = 'ada'",
      );
      await database.db.pool.query(
        "update profiles set last_changed_at = '2026-01-01' where profile_id <> 'ada'",
      );
      const { stdout, stderr } = await sourcing(["export", "--specs", "berlin", "--since", "2026-01-31"]);
      expect(stderr).toContain(
        "People whom berlin has ever found, and whose record is new or changed since 2026-01-31 00:00 UTC, whichever search showed it.",
      );
      expect(stdout.trim().split("\n")).toHaveLength(2);
    });
  });

  it("writes a file for HubSpot, and another with those whom it cannot take", async () => {
    await withPeople(async (cli) => {
      const { database, sourcing, folder } = cli;
      await database.db.pool.query("delete from contacts where profile_id = 'bo'");
      const ended = await sourcing(["export", "--for", "hubspot", "--out", "people.csv"]);
      expect(ended).toMatchObject({ code: 0, stdout: "" });
      expect(await read(cli, "people.csv")).toMatch(/^Email,First Name,Last Name,.*\na@umbra\.example,/);
      expect(await read(cli, "people.left-out.csv")).toBe(
        "profile_id,full_name,linkedin_url,why\nbo,Bo Invento,,no Email\n",
      );
      expect((await stat(join(folder, "people.csv"))).mode & 0o077).toBe(0);
      const again = await sourcing(["export", "--for", "hubspot", "--out", "people.csv"]);
      expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining("is there already") });
      expect(await visible(cli)).toEqual(["people.csv", "people.left-out.csv"]);
      const nowhere = await sourcing(["export", "--out", "nowhere/people.csv"]);
      expect(nowhere).toMatchObject({ code: 2, stderr: "--out: there is no folder nowhere\n" });
      const shown = await sourcing(["export", "--for", "hubspot"]);
      expect(shown.stderr).toContain("1 left out, because the format cannot take them: --out FILE");
    });
  });

  it("writes who changed jobs, and from where", async () => {
    await withPeople(async ({ sourcing }) => {
      const asked = ["export", "--query", "changed-job", "--param", "days=36500"];
      const { stdout } = await sourcing(asked);
      expect(stdout).toMatch(/,from_title,from_company,to_title,to_company,noticed_at,spec\nada,/);
      const lines = (await sourcing([...asked, "--for", "jsonl"])).stdout.trim().split("\n");
      expect(lines.map((line) => JSON.parse(line))).toMatchObject([
        { profile_id: "ada", from_title: "Engineer", from_company: "Lumen", current_title: "CTO" },
      ]);
    });
  });

  it("writes as many files for Greenhouse as it takes", async () => {
    await withPeople(async (cli) => {
      await addPeople(cli, 8_001);
      const refused = await cli.sourcing(["export", "--for", "greenhouse"]);
      expect(refused).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("--out FILE") });
      const ended = await cli.sourcing(["export", "--for", "greenhouse", "--out", "people.csv"]);
      expect(ended.stderr).toContain("8004 people for greenhouse (export 1) in people-1.csv, people-2.csv");
      expect(await visible(cli)).toEqual(["people-1.csv", "people-2.csv"]);
      expect((await read(cli, "people-1.csv")).split("\n")).toHaveLength(8_002);
      expect(await read(cli, "people-2.csv")).toMatch(/^First Name,.*\nXenia,Muster,/);
    });
  });

  it("remembers nothing where it was interrupted or nobody read on", async () => {
    await withPeople(async (cli) => {
      await addPeople(cli, 3_000);
      const interrupted = cli.start(["export"]);
      // Nobody reads, so that it waits with most of it unwritten.
      interrupted.child.stdout?.pause();
      await once(interrupted.child.stdout ?? process, "readable");
      interrupted.child.kill("SIGINT");
      expect(await interrupted.ended).toMatchObject({
        code: 130,
        stderr: expect.stringContaining("nothing was recorded"),
      });
      const left = cli.start(["export"]);
      left.child.stdout?.destroy();
      const exit = once(left.child, "exit");
      await expect(left.ended).rejects.toThrow("Premature close");
      expect(await exit).toEqual([0, null]);
      expect((await cli.sourcing(["exports", "--json"])).stdout).toBe("[]\n");
    });
  });
});

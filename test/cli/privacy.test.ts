import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { type Known, somebody } from "../support/privacy.ts";
import { type TestCli, withCli } from "../support/test-cli.ts";

/** Each of them a process of its own. */
const SLOW = { timeout: 180_000 };

async function buyPage(cli: TestCli): Promise<Known> {
  const file = join(cli.folder, "paris.csv");
  await writeFile(
    file,
    'spec,job_title,location,reveal_info,data_types,max_pages\nparis,Product Manager,"Paris, France",yes,work_email|phone,1\n',
  );
  expect((await cli.sourcing(["run", file])).code).toBe(0);
  return somebody(cli.database);
}

describe("sourcing person", () => {
  it(
    "tells in words, and as JSON with every source, what is held about somebody; of several it lists the ids",
    SLOW,
    async () => {
      await withCli({}, async (cli) => {
        const { id, email, name } = await buyPage(cli);
        const { stdout } = await cli.sourcing(["person", name.toUpperCase()], { RETENTION_DAYS: "365" });
        for (const part of [
          id,
          name,
          email,
          "paris, run 1, page 1, call 1: 1.00 credits",
          "deleted on",
          "notice due on",
        ])
          expect(stdout).toContain(part);
        await cli.database.db.pool.query(
          "insert into profiles (profile_id, linkedin_slug, linkedin_url) select 'double', linkedin_slug, linkedin_url from profiles where profile_id = $1",
          [id],
        );
        const double = JSON.parse((await cli.sourcing(["person", "double", "--export"])).stdout);
        expect(double).toMatchObject({ profileId: "double" });
        await cli.database.db.pool.query("delete from profiles where profile_id = 'double'");
        const access = JSON.parse((await cli.sourcing(["person", email, "--export"])).stdout);
        expect(access).toMatchObject({
          profileId: id,
          source: expect.stringContaining(cli.simulator.baseUrl),
          history: { fullName: [{ value: name, callId: 1 }] },
          sightings: [{ spec: "paris", runId: 1, page: 1, callId: 1, credits: 1 }],
          versions: [{ callId: 1, raw: { profile_id: id } }],
          rejected: [],
          rawAnswersOfCalls: [1],
          exports: [],
          deletedAt: null,
          noticeSentAt: null,
        });
        expect(access.contacts).toContainEqual(
          expect.objectContaining({ value: email, since: expect.any(String) }),
        );
        const several = await cli.sourcing(["person", "a", "--export"]);
        expect(several).toMatchObject({
          code: 2,
          stdout: "",
          stderr: expect.stringContaining("give the id"),
        });
        const listed = JSON.parse((await cli.sourcing(["person", "a", "--json"])).stdout);
        expect(listed).toMatchObject({ more: true });
        expect(listed.matches).toHaveLength(20);
      });
    },
  );
});

describe("sourcing forget", () => {
  it(
    "takes no name, shows what it would do, and needs the pepper of the store but no key",
    SLOW,
    async () => {
      await withCli({}, async (cli) => {
        const { id, name } = await buyPage(cli);
        const withoutKey = { LEONAR_API_KEY: "" };
        expect((await cli.sourcing(["forget", name, "--yes"], withoutKey)).code).toBe(2);
        const preview = await cli.sourcing(["forget", id, "--preview"], withoutKey);
        expect(preview.stdout).toContain(`${id}  ${name}`);
        expect(preview.stdout).toContain("Exported, to be deleted there:\n  nowhere");
        const noAddress = await cli.sourcing(["forget", "https://acme.example/in/ada", "--yes"], withoutKey);
        expect(noAddress).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("--id") });
        const byId = await cli.sourcing(["forget", "urn:li:person:ada", "--id", "--yes"], withoutKey);
        expect(byId).toMatchObject({ code: 0, stdout: expect.stringContaining("by id: 1") });
        const unasked = await cli.sourcing(["forget", id], withoutKey);
        expect(unasked).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("--yes") });
        const wrong = await cli.sourcing(["forget", id, "--yes"], {
          SUPPRESSION_PEPPER: "another pepper than that",
        });
        expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("SUPPRESSION_PEPPER") });
        expect((await cli.sourcing(["forget", id, "--yes"], withoutKey)).stdout).toContain("Erased:\n");
        const again = await cli.sourcing(["forget", id, "--yes"], withoutKey);
        expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining("nobody") });
      });
    },
  );
});

describe("sourcing notices and sourcing retention", () => {
  it("list whom to tell, take back the list, and delete who is past their time", SLOW, async () => {
    await withCli({}, async (cli) => {
      const { id } = await buyPage(cli);
      const { pool } = cli.database.db;
      expect((await cli.sourcing(["notices", "--due"])).stdout).toBe("");
      await pool.query(
        "update profiles set first_seen_at = first_seen_at - interval '40 days' where profile_id <> $1",
        [id],
      );
      const due = (await cli.sourcing(["notices", "--due", "--csv"])).stdout;
      expect(due.split("\n")).toHaveLength(1 + 24 + 1);
      expect(due).toContain("profile_id,full_name,linkedin_url,emails,collected_at,notice_due_at,source");
      const list = join(cli.folder, "told.csv");
      await writeFile(list, due.split("\n").slice(0, 11).join("\n"));
      expect((await cli.sourcing(["notices", "sent", "--file", list])).stderr).toContain(
        "10 people were told",
      );
      const changed = due.split("\n").slice(11, 14);
      const [first = "", second = "", third = ""] = changed.map((line) => line.split(",")[0]);
      const swapped = [due.split("\n")[0], changed[0]?.replace(first, second), changed[2]].join("\n");
      await writeFile(list, swapped);
      expect(await cli.sourcing(["notices", "sent", "--file", list])).toMatchObject({
        code: 3,
        stdout: `${second}\n`,
        stderr: expect.stringContaining("1 ids are stored with another name"),
      });
      const told = async () =>
        (await pool.query("select profile_id as id from notices")).rows.map((row) => row.id);
      expect(await told()).toHaveLength(11);
      expect(await told()).toContain(third);
      expect((await cli.sourcing(["notices", "undo"])).stderr).toContain("1 people count as not told again");
      expect(await told()).not.toContain(third);
      expect(await cli.sourcing(["notices", "sent", id, "nobody"])).toMatchObject({
        code: 3,
        stdout: "nobody\n",
      });
      expect((await cli.sourcing(["notices", "sent", "--all-due"])).stderr).toContain("14 people");
      expect((await cli.sourcing(["notices"])).stderr).toContain("Nobody has to be told");
      const month = { RETENTION_DAYS: "39" };
      const dry = JSON.parse((await cli.sourcing(["retention", "--dry-run", "--json"], month)).stdout);
      expect(dry).toMatchObject({ people: 24, bodies: 0 });
      expect((await cli.sourcing(["retention"], month)).stdout).toContain("Deleted: 24 people");
      expect((await pool.query("select profile_id from profiles")).rows).toEqual([{ profile_id: id }]);
      await pool.query("update profiles set first_seen_at = first_seen_at - interval '40 days'");
      const worker = cli.start(["worker"], month);
      await vi.waitUntil(async () => (await pool.query("select 1 from profiles")).rows.length === 0, 60_000);
      worker.child.kill("SIGTERM");
      expect((await worker.ended).stderr).toContain("deleted: 1 people, 1 raw answers");
      expect((await pool.query("select retention_days, raw_retention_days from settings")).rows).toEqual([
        { retention_days: 39, raw_retention_days: 30 },
      ]);
    });
  });
});

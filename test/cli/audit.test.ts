import { writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { somebody } from "../support/privacy.ts";
import { withCli } from "../support/test-cli.ts";

/** A dozen commands, each a process of its own. */
const SLOW = { timeout: 180_000 };

it(
  "who was given contacts stands in the audit, which nobody can change and which names nobody",
  SLOW,
  async () => {
    await withCli({}, async (cli) => {
      const file = join(cli.folder, "specs.csv");
      await writeFile(
        file,
        'spec,job_title,location,reveal_info,data_types,max_pages\nparis,Product Manager,"Paris, France",yes,work_email|personal_email|phone,1\n',
      );
      expect((await cli.sourcing(["audit"])).stderr).toContain("No contacts");
      expect((await cli.sourcing(["run", file])).code).toBe(0);
      const { id, name, email } = await somebody(cli.database);
      const sql = `select value from contacts where value = '${email}'`;
      const commands = [
        ["query", "select full_name from candidates"],
        ["export"],
        ["notices"],
        ["query", sql, "--contacts"],
        ["query", "missing-email", "--contacts"],
        ["query", "select nothing from nowhere", "--contacts"],
        ["export", "--contacts", "--to", "team"],
        ["export", "--contacts", "--out", join(cli.folder, "people.csv")],
        ["person", name],
        ["person", id, "--export"],
        ["notices", "--csv"],
        ["forget", id, "--preview"],
      ];
      for (const command of commands) await cli.sourcing(command);
      const { stdout } = await cli.sourcing(["audit", "--json"]);
      const { audit } = JSON.parse(stdout);
      const lines = audit.map(({ command, subject, people }: Record<string, unknown>) => [
        command,
        subject,
        people,
      ]);
      expect(lines.reverse()).toEqual([
        ["query", expect.stringMatching(/^SQL [0-9a-f]{12}$/u), 1],
        ["query", "missing-email", expect.any(Number)],
        ["export", "team (csv)", 25],
        ["export", "csv (csv)", 25],
        ["person", null, expect.any(Number)],
        ["person", null, 1],
        ["notices", "--csv", 25],
        ["person", null, 1],
      ]);
      expect(audit[0]).toMatchObject({ actor: expect.stringContaining(`${userInfo().username}@`) });
      for (const text of [id, name, email]) expect(stdout).not.toContain(text);
      const table = await cli.sourcing(["audit", "--limit", "2"]);
      expect(table.stdout).toContain("2 rows");
      for (const change of ["update audit set people = 0", "delete from audit", "truncate audit"])
        await expect(cli.database.db.pool.query(change)).rejects.toThrow("neither changed nor deleted");
      const readers = await cli.sourcing(["query", "select * from audit", "--contacts"]);
      expect(readers).toMatchObject({ code: 2, stdout: "" });
    });
  },
);

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { somebody } from "../support/privacy.ts";
import { withCli } from "../support/test-cli.ts";

/** Sets the title of a window, hides what follows, rings, and turns the direction of writing around. */
const HOSTILE = "\u001b]0;owned\u0007\u009b8m\u202e\u2066gnp.exe\u000b\u000c\u001f\u0085\u2028";
/** What must not arrive: every control but tab and line break. */
const CONTROLS = /(?![\t\n])\p{Cc}|[\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;
/** A dozen commands, each a process of its own. */
const SLOW = { timeout: 180_000 };

it(
  "no control of a terminal leaves a command, whatever profiles, sheets and arguments hold",
  SLOW,
  async () => {
    await withCli({}, async (cli) => {
      const file = join(cli.folder, "specs.csv");
      await writeFile(
        file,
        'spec,job_title,location,reveal_info,data_types,max_pages\nparis,Product Manager,"Paris, France",yes,work_email|personal_email|phone,1\n',
      );
      expect((await cli.sourcing(["run", file])).code).toBe(0);
      const { id } = await somebody(cli.database);
      const { pool } = cli.database.db;
      await pool.query("update profiles set full_name = full_name || $1, headline = $1, skills = array[$1]", [
        HOSTILE,
      ]);
      await pool.query(
        "update profile_versions set raw = (raw::jsonb || jsonb_build_object('headline', $1::text, 'first_name', $1::text))::text",
        [HOSTILE],
      );
      const sheet = join(cli.folder, "hostile.csv");
      await writeFile(sheet, `spec,job_title,${HOSTILE}\n"a${HOSTILE}",${HOSTILE},b\n`);
      const out = join(cli.folder, "people.csv");
      const commands = [
        ["query", "select full_name, headline, skills from candidates"],
        ["query", "select full_name, headline, skills from candidates", "--format", "csv"],
        ["query", "select full_name, headline, skills from candidates", "--format", "json"],
        ["query", "select full_name, headline, skills from candidates", "--format", "jsonl"],
        ["query", `select 1 as "${HOSTILE}"`],
        ["query", `select ${HOSTILE} from`],
        [`que${HOSTILE}ry`],
        ["runs", `la${HOSTILE}st`],
        ["export"],
        ["export", "--raw", "--for", "csv"],
        ["export", "--for", "jsonl"],
        ["export", "--out", out],
        ["export", "--to", HOSTILE],
        ["person", id],
        ["person", id, "--export"],
        ["person", "a"],
        ["notices"],
        ["notices", "--csv"],
        ["notices", "sent", HOSTILE],
        ["forget", id, "--preview"],
        ["specs", "check", sheet],
        ["specs", "check", `${sheet}${HOSTILE}`],
        ["specs", "show", HOSTILE],
      ];
      for (const command of commands) {
        const { stdout, stderr } = await cli.sourcing(command);
        expect(stdout + stderr).not.toBe("");
        expect({ command, ...found(stdout), ...found(stderr) }).toEqual({ command });
      }
      expect(found(await readFile(out, "utf8"))).toEqual({});
      const { stdout } = await cli.sourcing([
        "query",
        "select headline from candidates limit 1",
        "--format",
        "json",
      ]);
      expect(JSON.parse(stdout)).toEqual([{ headline: HOSTILE }]);
    });
  },
);

/** The line in which a control stands; empty: there is none. */
function found(text: string): { readonly line?: string } {
  const line = text.split("\n").find((one) => CONTROLS.test(one));
  return line === undefined ? {} : { line };
}

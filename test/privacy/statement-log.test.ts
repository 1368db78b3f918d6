import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { expect, it } from "vitest";
import { openEmbeddedPostgres } from "../../src/database/embedded/open-embedded-postgres.ts";
import { REVEALING } from "../support/privacy.ts";
import { withCli } from "../support/test-cli.ts";

const EMBEDDED = { DATABASE_URL: "" };
/** A dozen commands, each a process of its own. */
const SLOW = { timeout: 180_000 };

it("a server that logs every statement without parameters learns of nobody", SLOW, async () => {
  await withCli({}, async (cli) => {
    const home = join(cli.folder, ".sourcing");
    const server = await openEmbeddedPostgres({ home });
    try {
      // Settings of a database go before the arguments of the server, which log nothing.
      const admin = new Client({ connectionString: server.url });
      await admin.connect();
      await admin.query("alter database sourcing set log_statement = 'all'");
      await admin.end();
      const file = join(cli.folder, "specs.csv");
      await writeFile(
        file,
        'spec,job_title,location,reveal_info,data_types,max_pages\nparis,Product Manager,"Paris, France",yes,work_email|personal_email|phone,1\n',
      );
      const [somebody] = simulated(cli.simulator.page({ ...REVEALING, page: 1 }));
      if (somebody === undefined) throw new Error("nobody has an address");
      const { id, name, email } = somebody;
      const out = join(cli.folder, "told.csv");
      const commands = [
        ["run", file],
        ["person", name],
        ["person", email],
        ["person", id, "--export"],
        ["query", "title-place-skills", "--title", "product"],
        ["query", "select full_name from candidates", "--contacts"],
        ["export", "--contacts", "--out", out],
        ["notices", "sent", id],
        ["reparse"],
        ["run", file, "--restart"],
        ["forget", email, "--preview"],
        ["forget", id, "--yes"],
        ["retention"],
      ];
      for (const command of commands) {
        const { code, stderr } = await cli.sourcing(command, EMBEDDED);
        expect({ command, code, stderr: code === 0 ? "" : stderr }).toEqual({ command, code: 0, stderr: "" });
      }
      const log = (await readFile(join(home, "embedded", "server.log"), "utf8")).toLowerCase();
      for (const part of ["insert into profiles", "delete from profiles", "execute"])
        expect(log).toContain(part);
      const texts = simulated(cli.simulator.page({ ...REVEALING, page: 1 })).flatMap((one) =>
        Object.values(one),
      );
      expect(texts.filter((text) => log.includes(text.toLowerCase()))).toEqual([]);
    } finally {
      await server.close();
    }
  });
});

/** Ids, names and addresses of the people on a page of whom an address is known. */
function simulated(page: readonly object[]): { id: string; name: string; email: string }[] {
  return page.flatMap((person) => {
    const {
      profile_id: id = "",
      first_name: first,
      last_name: last,
    } = person as Readonly<Record<string, string>>;
    const [email] = /[^"@\s]+@[^"@\s]+/u.exec(JSON.stringify(person)) ?? [];
    return email === undefined ? [] : [{ id, name: `${first} ${last}`, email }];
  });
}

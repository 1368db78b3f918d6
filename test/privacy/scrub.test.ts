import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { REVEALING } from "../support/privacy.ts";
import { type TestCli, withCli } from "../support/test-cli.ts";

const EMBEDDED = { DATABASE_URL: "", LOG_LEVEL: "trace" };
/** Several commands, each of which starts and stops a server. */
const SLOW = { timeout: 180_000 };

interface Traces {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** The files below a folder that hold one of these texts, in any case. */
async function filesHolding(folder: string, texts: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found: string[] = [];
  for (const file of files) {
    const held = (await readFile(file)).toString("latin1").toLowerCase();
    const wanted = texts.filter((text) => held.includes(Buffer.from(text).toString("latin1").toLowerCase()));
    found.push(...wanted.map((text) => `${file}: ${text}`));
  }
  return found;
}

/** Somebody on the first two pages of whom an address is known, and whose name nobody else there has. */
function somebodyAlone({ simulator }: TestCli): Traces {
  const people = [1, 2].flatMap((page) => simulator.page({ ...REVEALING, page })).map(toTraces);
  const found = people.find(
    ({ name, email }) => email !== undefined && people.filter((other) => other.name === name).length === 1,
  );
  if (found?.email === undefined) throw new Error("everybody shares a name with somebody else");
  return { ...found, email: found.email };
}

function toTraces(person: object) {
  const {
    profile_id: id = "",
    first_name: first,
    last_name: last,
  } = person as Readonly<Record<string, string>>;
  const [email] = /[^"@\s]+@[^"@\s]+/u.exec(JSON.stringify(person)) ?? [];
  return { id, name: `${first} ${last}`, email };
}

it("leaves no trace of a forgotten person in any file of the embedded server", SLOW, async () => {
  await withCli({}, async (cli) => {
    const file = join(cli.folder, "specs.csv");
    await writeFile(
      file,
      'spec,job_title,location,reveal_info,data_types,max_pages\nparis,Product Manager,"Paris, France",yes,work_email|personal_email|phone,2\n',
    );
    const sourcing = async (...args: string[]) => {
      const { code, stdout, stderr } = await cli.sourcing(args, EMBEDDED);
      expect({ args, code, stderr: code === 0 ? "" : stderr }).toEqual({ args, code: 0, stderr: "" });
      return stdout;
    };
    await sourcing("run", file);
    const { id, name, email } = somebodyAlone(cli);
    // The id is the LinkedIn name as well.
    const texts = [id, name, email];
    // The samples of the statistics, the write-ahead log and every page hold them now.
    await sourcing("query", "select count(*) from candidates");
    const home = join(cli.folder, ".sourcing");
    expect((await filesHolding(home, texts)).length).toBeGreaterThan(3);
    await sourcing("forget", id, "--yes");
    expect(await filesHolding(home, texts)).toEqual([]);
    expect((await cli.sourcing(["person", name], EMBEDDED)).stdout).toBe("");
  });
});

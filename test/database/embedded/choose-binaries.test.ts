import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chooseBinaries } from "../../../src/database/embedded/choose-binaries.ts";
import { locateBinaries } from "../../../src/database/embedded/locate-binaries.ts";
import { openEmbeddedPostgres } from "../../../src/database/embedded/open-embedded-postgres.ts";
import { ask, makeTemporaryFolder, removeHome } from "./support/test-home.ts";

let folder: string;
beforeEach(() => {
  folder = makeTemporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A folder of programs that call those of the package, and say that they are of another version. */
function makePrograms(name: string, version: string, programs = ["postgres", "initdb"]): string {
  const bin = join(folder, name, "bin");
  mkdirSync(bin, { recursive: true });
  for (const program of programs) {
    const real = join(locateBinaries().folder, "bin", program);
    const answer = `[ "$1" = --version ] && { echo "${program} (PostgreSQL) ${version}"; exit; }`;
    const script = `#!/bin/sh\n${answer}\necho ${program} >> "${bin}/used"\nexec "${real}" "$@"\n`;
    writeFileSync(join(bin, program), script);
    chmodSync(join(bin, program), 0o755);
  }
  return bin;
}

const choose = (wanted: string | null, systemFolders: readonly string[] = []) =>
  chooseBinaries({ wanted, systemFolders, cache: folder });

describe("the programs of the embedded server", () => {
  it("are those of the package where the system has none", async () => {
    expect(await choose(null)).toBe(join(locateBinaries().folder, "bin"));
  });

  it.each([
    { version: "18.99 (Debian 18.99-1.pgdg13+1)", isChosen: true },
    { version: "18.0", isChosen: false },
    { version: "18beta3", isChosen: false },
    { version: "17.99", isChosen: false },
    { version: "19.1", isChosen: false },
  ])("are those of a system with $version only if that is a newer 18", async ({ version, isChosen }) => {
    const bin = makePrograms("system", version);
    expect((await choose(null, ["/nowhere", bin])) === bin).toBe(isChosen);
  });

  it("are the newest of several", async () => {
    const [older, newest] = [makePrograms("a", "18.98"), makePrograms("b", "18.99")];
    expect(await choose(null, [older, newest])).toBe(newest);
    expect(await choose(null, [newest, older])).toBe(newest);
  });

  it("of POSTGRES_BIN are used although they are older", async () => {
    const bin = makePrograms("own", "18.1");
    expect(await choose(bin, [makePrograms("system", "18.99")])).toBe(bin);
  });

  it.each([
    {
      says: "which is PostgreSQL 17.5, and the embedded database is one of 18",
      make: () => makePrograms("x", "17.5"),
    },
    { says: "which is PostgreSQL 19beta1", make: () => makePrograms("x", "19beta1") },
    { says: "which holds no postgres and no initdb", make: () => folder },
    { says: "which holds no initdb", make: () => makePrograms("x", "18.5", ["postgres"]) },
    { says: "bin holds it", make: () => join(makePrograms("x", "18.5"), "..") },
    { says: "give the whole path", make: () => "pg/bin" },
  ])("of a POSTGRES_BIN $says are refused", async ({ says, make }) => {
    await expect(choose(make())).rejects.toThrow(says);
  });
});

it("POSTGRES_BIN serves the data that the package's server made", { timeout: 60_000 }, async () => {
  const home = join(folder, "home");
  const first = await openEmbeddedPostgres({ home });
  await ask(first.url, "create table kept as select 42 as answer");
  await first.close();
  const bin = makePrograms("own", "18.99");
  const second = await openEmbeddedPostgres({ home, binaries: { wanted: bin } });
  expect(await ask(second.url, "select answer from kept")).toBe(42);
  await second.close();
  expect(readFileSync(join(bin, "used"), "utf8")).toBe("postgres\n");
  await removeHome(home);
});

import { execFileSync } from "node:child_process";
import { chmod, chown, lchown, mkdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withCli } from "../support/test-cli.ts";

const IS_ROOT = process.getuid?.() === 0;
const OTHER_USER = 12_345;
const BAD_SPECS = "spec,job_title,max_pages\nparis,Product Manager,one\nlyon,Product Manager,1\n";

describe("a .env", () => {
  it.runIf(IS_ROOT)(
    "that is a pipe or a link of another user is refused, one's own is read, and a missing one is none",
    async () => {
      await withCli({}, async ({ start, folder }) => {
        const file = join(folder, ".env");
        execFileSync("mkfifo", ["-m", "600", file]);
        await chown(file, OTHER_USER, OTHER_USER);
        const refusal = { code: 2, stdout: "", stderr: expect.stringContaining("belongs to another user") };
        expect(await start(["status"]).ended).toMatchObject(refusal);
        await chown(file, 0, 0);
        const [read] = await Promise.all([start(["status"]).ended, writeFile(file, "RETENTION_DAYS=many\n")]);
        expect(read).toMatchObject({ code: 2, stderr: expect.stringContaining("RETENTION_DAYS") });
        await rm(file);
        await writeFile(join(folder, "own"), "RETENTION_DAYS=many\n", { mode: 0o600 });
        await symlink(join(folder, "own"), file);
        expect((await start(["status"]).ended).stderr).toContain("RETENTION_DAYS");
        await lchown(file, OTHER_USER, OTHER_USER);
        expect(await start(["status"]).ended).toMatchObject(refusal);
        await rm(file);
        expect((await start(["status"]).ended).code).toBe(0);
      });
    },
  );

  it("that others may write is refused, and one that they may read is warned of", async () => {
    await withCli({}, async ({ start, folder }) => {
      const file = join(folder, ".env");
      await writeFile(file, "LEONAR_BASE_URL=https://elsewhere.example/api\n");
      for (const mode of [0o666, 0o660, 0o622]) {
        await chmod(file, mode);
        const refused = await start(["status"]).ended;
        expect(refused).toMatchObject({
          code: 2,
          stdout: "",
          stderr: expect.stringContaining("may be written by others"),
        });
      }
      await chmod(file, 0o644);
      const warned = await start(["status"]).ended;
      expect(warned).toMatchObject({ code: 0, stderr: expect.stringContaining("chmod 600 .env") });
      await chmod(file, 0o600);
      expect((await start(["status"]).ended).stderr).not.toContain(".env");
    });
  });

  it.runIf(IS_ROOT)(
    "of another user is refused before a key is sent to the server that it names",
    async () => {
      await withCli({}, async ({ start, folder, simulator }) => {
        await writeFile(join(folder, ".env"), `LEONAR_BASE_URL=${simulator.baseUrl}\n`);
        await chown(join(folder, ".env"), OTHER_USER, OTHER_USER);
        await writeFile(join(folder, "specs.csv"), "spec,job_title,max_pages\nparis,Product Manager,1\n");
        const refused = await start(["run", "specs.csv"], { LEONAR_BASE_URL: "" }).ended;
        expect(refused).toMatchObject({
          code: 2,
          stderr: expect.stringContaining("belongs to another user"),
        });
        expect(simulator.requests).toEqual([]);
      });
    },
  );
});

it("a SOURCING_HOME below a folder that others may write is refused, and nothing is made there", async () => {
  await withCli({}, async ({ sourcing, folder }) => {
    const open = join(folder, "open");
    await mkdir(open);
    await chmod(open, 0o777);
    const home = join(open, "home");
    const refused = await sourcing(["status"], { SOURCING_HOME: home });
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${open} may be written by others`),
    });
    await expect(stat(home)).rejects.toThrow("ENOENT");
  });
});

describe("the file of --errors", () => {
  it("is for its owner alone, and follows no link", async () => {
    await withCli({}, async ({ sourcing, folder }) => {
      await writeFile(join(folder, "specs.csv"), BAD_SPECS);
      await writeFile(join(folder, "victim"), "kept");
      await symlink(join(folder, "victim"), join(folder, "mend.csv"));
      const file = join(folder, "specs.csv");
      const mend = join(folder, "mend.csv");
      expect((await sourcing(["specs", "import", file, "--errors", mend])).code).toBe(3);
      expect(await readFile(join(folder, "victim"), "utf8")).toBe("kept");
      expect(await readFile(mend, "utf8")).toContain("paris");
      expect((await stat(mend)).mode & 0o777).toBe(0o600);
    });
  });

  it("is never the file that is imported, by whatever name", async () => {
    await withCli({}, async ({ sourcing, folder }) => {
      const file = join(folder, "specs.csv");
      await writeFile(file, BAD_SPECS);
      await symlink(file, join(folder, "link.csv"));
      for (const same of [
        file,
        join(folder, ".", "link.csv"),
        `${folder}/../${folder.split("/").at(-1)}/specs.csv`,
      ]) {
        const refused = await sourcing(["specs", "import", file, "--errors", same]);
        expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("--errors") });
        expect(await readFile(file, "utf8")).toBe(BAD_SPECS);
      }
      expect((await sourcing(["specs", "list"])).stdout).toBe("");
    });
  });
});

it("people and notices are written by --out for their owner alone, and stdout has nothing", async () => {
  await withCli({}, async ({ sourcing, folder, database }) => {
    await writeFile(join(folder, "specs.csv"), "spec,job_title,max_pages\nparis,Product Manager,1\n");
    expect((await sourcing(["run", join(folder, "specs.csv")])).code).toBe(0);
    const { rows } = await database.db.pool.query("select profile_id from profiles limit 1");
    const id = rows[0].profile_id;
    const out = join(folder, "out");
    for (const args of [
      ["person", id, "--id", "--export"],
      ["notices", "--csv"],
      ["query", "select profile_id from candidates", "--format", "csv"],
    ]) {
      const written = await sourcing([...args, "--out", out]);
      expect([args, written]).toEqual([args, expect.objectContaining({ code: 0, stdout: "" })]);
      expect(await readFile(out, "utf8")).toContain(id);
      expect((await stat(out)).mode & 0o777).toBe(0o600);
    }
  });
});

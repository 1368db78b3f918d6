import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { describe, expect, inject, it } from "vitest";
import { withCli } from "../support/test-cli.ts";
import { databaseUrl } from "../support/test-database.ts";

interface Place {
  readonly user: string;
  readonly database: string;
}

/** What the user may do in the database, granted by an administrator who is connected to it. */
const OWNS: (place: Place) => string = ({ user, database }) => `alter database ${database} owner to ${user}`;
const MAY_CREATE: (place: Place) => string = ({ user, database }) =>
  `grant create on database ${database} to ${user}; grant create on schema public to ${user}`;

/** Lends the address of an empty database whose user is no superuser and may make neither roles nor databases. */
async function withModestUser(
  grants: (place: Place) => string,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const name = `modest_${randomUUID().replaceAll("-", "")}`;
  const place = { user: name, database: name };
  const server = new pg.Client(inject("postgresUrl"));
  await server.connect();
  await server.query(`create role ${name} login nosuperuser nocreaterole nocreatedb password 'pw'`);
  await server.query(`create database ${name} template template0`);
  try {
    const url = new URL(databaseUrl(inject("postgresUrl"), name));
    const inside = new pg.Client(url.href);
    await inside.connect();
    await inside.query(grants(place));
    await inside.end();
    [url.username, url.password] = [name, "pw"];
    await use(url.href);
  } finally {
    await server.query(`drop database ${name} with (force)`);
    await server.query(`drop role ${name}`);
    await server.end();
  }
}

describe("a user who is no superuser", () => {
  it.each([
    ["owns the database", OWNS],
    ["may only create in a database and a schema of others", MAY_CREATE],
  ])("and %s can do everything", async (_, grants) => {
    await withModestUser(grants, (url) =>
      withCli({}, async ({ sourcing, folder }) => {
        const settings = { DATABASE_URL: url };
        const file = join(folder, "specs.csv");
        await writeFile(file, "spec,job_title,max_pages\nmanagers,Product Manager,1\n");
        expect(await sourcing(["db", "migrate"], settings)).toMatchObject({ code: 0 });
        expect(await sourcing(["run", file], settings)).toMatchObject({ code: 0 });
        const { stdout } = await sourcing(["credits", "--json"], settings);
        expect(JSON.parse(stdout)).toMatchObject({ lines: [{ key: "managers", creditsSpent: 25 }] });
        expect(
          (await sourcing(["export", "--for", "jsonl"], settings)).stdout.trim().split("\n"),
        ).toHaveLength(25);
        expect(await sourcing(["doctor"], settings)).toMatchObject({ code: 0 });
      }),
    );
  });

  it("and may not create anything is told what to have granted", async () => {
    await withModestUser(
      ({ user, database }) => `grant connect on database ${database} to ${user}`,
      (url) =>
        withCli({}, async ({ sourcing }) => {
          expect(await sourcing(["db", "migrate"], { DATABASE_URL: url })).toMatchObject({
            code: 2,
            stderr: expect.stringContaining("grant create on database"),
          });
        }),
    );
  });
});

import pg from "pg";
import { beforeAll, expect, it } from "vitest";
import { toScramVerifier } from "../../../src/database/roles/scram-verifier.ts";
import { type OwnServer, openOwnServer } from "../../support/own-server.ts";

let server: OwnServer;
beforeAll(async () => {
  server = await openOwnServer();
  return server.close;
});

it("a verifier made here is what the server itself would make of the password", async () => {
  await server.admin.query("create role someone login password 'a password'");
  const { rows } = await server.admin.query("select rolpassword from pg_authid where rolname = 'someone'");
  const [, salt = ""] = /^SCRAM-SHA-256\$4096:([^$]+)\$/.exec(rows[0].rolpassword) ?? [];
  expect(toScramVerifier("a password", Buffer.from(salt, "base64"))).toBe(rows[0].rolpassword);
  expect(toScramVerifier("a password")).not.toBe(rows[0].rolpassword);
});

it("a login with a verifier takes its password and no other", async () => {
  const verifier = toScramVerifier("0123abcd");
  await server.admin.query(`create role another login password '${verifier}'`);
  const logIn = async (password: string) => {
    const url = new URL(server.url);
    [url.username, url.password] = ["another", encodeURIComponent(password)];
    const client = new pg.Client(url.href);
    await client.connect();
    await client.end();
  };
  await logIn("0123abcd");
  for (const wrong of ["0123abce", verifier])
    await expect(logIn(wrong)).rejects.toThrow("authentication failed");
});

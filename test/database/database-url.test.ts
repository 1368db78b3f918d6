import { describe, expect, it } from "vitest";
import { listUnverified } from "../../src/composition/store-address.ts";
import { toLibpqUrl } from "../../src/database/database-url.ts";
import { parseConfig } from "../../src/operations/config.ts";

const SOMEWHERE = "postgres://someone@db.example.org/people";
const parse = (DATABASE_URL: string, more: object = {}) => parseConfig({ DATABASE_URL, ...more });

describe("the address of a database", () => {
  it.each([
    ["sslmode=require", "sslmode=verify-full"],
    ["sslmode=prefer", "sslmode=verify-full"],
    ["sslmode=verify-ca", "sslmode=verify-full"],
    ["sslmode=verify-full&sslrootcert=system", "sslmode=verify-full"],
    ["ssl=true", "ssl=true&sslmode=verify-full"],
    ["sslmode=no-verify", "sslmode=no-verify"],
    ["sslmode=disable", "sslmode=disable"],
    ["uselibpqcompat=true&sslmode=require", "uselibpqcompat=true&sslmode=require"],
    ["application_name=x", "application_name=x"],
  ])("with %s is used with %s", (given, used) => {
    expect(parse(`${SOMEWHERE}?${given}`).databaseUrl).toBe(`${SOMEWHERE}?${used}`);
  });

  it.each([
    ["", ["DATABASE_URL"]],
    ["?sslmode=disable", ["DATABASE_URL"]],
    ["?sslmode=no-verify", ["DATABASE_URL"]],
    ["?uselibpqcompat=true&sslmode=require", ["DATABASE_URL"]],
    ["?sslmode=require", []],
    ["?sslmode=verify-full", []],
    ["?ssl=1", []],
  ])("that ends with %j proves who answers, except %j", (end, unverified) => {
    expect(listUnverified(parse(`${SOMEWHERE}${end}`))).toEqual(unverified);
  });

  it.each(["localhost", "127.0.0.1", "[::1]", "%2Frun%2Fpostgresql"])(
    "on this machine, %s, needs no proof",
    (host) => {
      expect(listUnverified(parse(`postgres://someone@${host}/people`))).toEqual([]);
      expect(listUnverified(parse(`postgres://someone@${host}/people?host=db.example.org`))).toEqual([
        "DATABASE_URL",
      ]);
    },
  );

  it("is looked at with and without the pooler", () => {
    const more = { DATABASE_DIRECT_URL: "postgres://someone@direct.example.org/people" };
    expect(listUnverified(parse("postgres://localhost/people", more))).toEqual(["DATABASE_DIRECT_URL"]);
  });

  it.each([
    ["postgres://someone:pass#word@localhost/people", "percent-encode"],
    [`${SOMEWHERE}?sslrootcert=/there/is/no/such.pem`, "sslrootcert, sslcert or sslkey) cannot be read"],
  ])("that cannot work is refused without being quoted: %s", (address, words) => {
    expect(() => parse(address)).toThrow(words);
    expect(() => parse(address)).not.toThrow("someone");
  });

  it("whose certificate is to be checked is refused where Node checks none", () => {
    const more = { NODE_TLS_REJECT_UNAUTHORIZED: "0", LEONAR_BASE_URL: "http://localhost:4010/api/v1" };
    expect(() => parse(`${SOMEWHERE}?sslmode=require`, more)).toThrow("NODE_TLS_REJECT_UNAUTHORIZED");
    expect(parse(SOMEWHERE, more).databaseUrl).toBe(SOMEWHERE);
  });

  it.each([
    ["sslmode=verify-full", "sslmode=verify-full&sslrootcert=system"],
    ["sslmode=verify-full&sslrootcert=a%20b.pem", "sslmode=verify-full&sslrootcert=a%20b.pem"],
    ["sslmode=no-verify", "sslmode=require"],
    ["uselibpqcompat=true&sslmode=require", "sslmode=require"],
  ])("with %s is for psql and pg_dump one with %s", (ours, theirs) => {
    expect(toLibpqUrl(`${SOMEWHERE}?${ours}`)).toBe(`${SOMEWHERE}?${theirs}`);
  });
});

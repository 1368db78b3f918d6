import { readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { canDrawBars, parseConfig, VARIABLE_NAMES } from "../../src/operations/config.ts";
import { UsageError } from "../../src/values/errors.ts";

const example = readFileSync(new URL("../../.env.example", import.meta.url), "utf8");

describe("the configuration", () => {
  it("has every variable in .env.example, and no other", () => {
    const named = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual([...VARIABLE_NAMES].sort());
  });

  it("accepts .env.example unchanged, which equals the defaults", () => {
    const lines = [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]);
    expect(parseConfig(Object.fromEntries(lines))).toEqual(parseConfig({}));
  });

  it("names every wrong variable and never its value", () => {
    const wrong = { PAGE_CREDITS: "secret-a", TZ_LIMITS: "secret-b", DATABASE_URL: "secret-c" };
    expect(() => parseConfig(wrong)).toThrow(UsageError);
    expect(() => parseConfig(wrong)).toThrow(/DATABASE_URL: .*\n.*PAGE_CREDITS: .*\n.*TZ_LIMITS: /s);
    expect(() => parseConfig(wrong)).not.toThrow(/secret/);
  });

  it.each(["", " "])("takes HOME=%j for no folder, least of all the working one", (home) => {
    vi.stubEnv("HOME", home);
    expect(parseConfig({}).home).toBe(join(userInfo().homedir, ".sourcing"));
    vi.unstubAllEnvs();
  });

  it("asks for SOURCING_HOME in one sentence where no home is a folder, and only then", () => {
    vi.stubEnv("HOME", "no/folder");
    expect(() => parseConfig({})).toThrow(
      /^this user has no home folder: set SOURCING_HOME to a folder for data and secrets$/,
    );
    expect(parseConfig({ SOURCING_HOME: "/data" }).home).toBe("/data");
    vi.unstubAllEnvs();
  });

  it("reads the price of a credit", () => {
    expect(parseConfig({ CREDIT_PRICE: "0.10 EUR" }).creditPrice).toEqual({ amount: 0.1, currency: "EUR" });
  });

  it("refuses to send the key over plain http, or to a server whose certificate is not checked", () => {
    expect(() => parseConfig({ LEONAR_BASE_URL: "http://example.com/api" })).toThrow(UsageError);
    expect(() => parseConfig({ NODE_TLS_REJECT_UNAUTHORIZED: "0" })).toThrow(UsageError);
  });
});

describe("a terminal", () => {
  it.each([
    [true, "xterm", true],
    [true, "", true],
    [true, "dumb", false],
    [false, "xterm", false],
  ])("(%s, TERM=%s) that can draw bars: %s", (isTTY, term, can) => {
    vi.stubEnv("TERM", term);
    expect(canDrawBars({ isTTY })).toBe(can);
    vi.unstubAllEnvs();
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseConfig, VARIABLE_NAMES } from "../../src/operations/config.ts";
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

  it("reads the price of a credit", () => {
    expect(parseConfig({ CREDIT_PRICE: "0.10 EUR" }).creditPrice).toEqual({ amount: 0.1, currency: "EUR" });
  });

  it("refuses to send the key over plain http, or to a server whose certificate is not checked", () => {
    expect(() => parseConfig({ LEONAR_BASE_URL: "http://example.com/api" })).toThrow(UsageError);
    expect(() => parseConfig({ NODE_TLS_REJECT_UNAUTHORIZED: "0" })).toThrow(UsageError);
  });
});

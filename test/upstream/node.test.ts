import { domainToASCII } from "node:url";
import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";

describe("Node since 20.12", () => {
  it("reads a .env with a byte order mark as one whose first name begins with it", () => {
    const values = parseEnv("\uFEFFDAILY_CREDIT_LIMIT=25\nLOG_LEVEL=info");
    expect(Object.hasOwn(values, "DAILY_CREDIT_LIMIT")).toBe(false);
    expect(values.LOG_LEVEL).toBe("info");
  });

  it("passes over a line of a .env that is not NAME=value without a word", () => {
    expect(Object.hasOwn(parseEnv("DAILY_CREDIT_LIMIT: 25\nA=1"), "DAILY_CREDIT_LIMIT")).toBe(false);
  });

  it("keeps what stands before a name in a .env, unless it is `export`", () => {
    expect(parseEnv("export A=1\nset B=2")).toMatchObject({ A: "1", "set B": "2" });
  });
});

describe("JavaScript", () => {
  it("rounds, shortens and loses numbers of JSON", () => {
    expect(JSON.stringify(JSON.parse("[9007199254740993,1.10,1e400,-0]"))).toBe(
      "[9007199254740992,1.1,null,0]",
    );
  });

  it("drops one byte order mark when it decodes, not two", () => {
    const decode = (text: string) => new TextDecoder().decode(Buffer.from(text));
    expect(decode("\uFEFFa")).toBe("a");
    expect(decode("\uFEFF\uFEFFa")).toBe("\uFEFFa");
  });

  it("writes the line separators U+2028, U+2029 and U+0085 into JSON as they are", () => {
    expect(JSON.stringify("\u2028\u2029\u0085")).toBe('"\u2028\u2029\u0085"');
  });
});

describe("Node since 18", () => {
  it("writes an international domain in ASCII, whatever the width of its letters, and nothing for what is no domain", () => {
    expect(["münchen.de", "MÜNCHEN.de", "ｅxample.com", "exa mple"].map(domainToASCII)).toEqual([
      "xn--mnchen-3ya.de",
      "xn--mnchen-3ya.de",
      "example.com",
      "",
    ]);
  });

  it("makes Latin digits of wide ones when it normalizes, and leaves Arabic ones", () => {
    expect("３٣".normalize("NFKC")).toBe("3٣");
    expect(/\d/u.test("٣")).toBe(false);
  });
});

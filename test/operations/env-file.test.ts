import { describe, expect, it } from "vitest";
import { parseEnvFile } from "../../src/operations/env-file.ts";

const TEXT = "# limits\r\nDAILY_CREDIT_LIMIT=25\r\nMIN_CREDIT_BALANCE = '7'\r\n";
const READ = { DAILY_CREDIT_LIMIT: "25", MIN_CREDIT_BALANCE: "7" };

const utf16le = (text: string) => Buffer.from(text, "utf16le");

describe("a .env", () => {
  it.each([
    ["UTF-8", Buffer.from(TEXT)],
    ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${TEXT}`)],
    ["UTF-8 with two byte order marks", Buffer.from(`\uFEFF\uFEFF${TEXT}`)],
    ["UTF-16LE with a byte order mark", utf16le(`\uFEFF${TEXT}`)],
    ["UTF-16BE with a byte order mark", utf16le(`\uFEFF${TEXT}`).swap16()],
    ["UTF-16LE without a byte order mark", utf16le(TEXT)],
    ["UTF-16BE without a byte order mark", utf16le(TEXT).swap16()],
  ])("in %s is read, the first line included", (_, bytes) => {
    const { "# limits": comment, ...values } = parseEnvFile(bytes).values;
    expect(comment).toBeUndefined();
    expect(values).toEqual(READ);
    expect(parseEnvFile(Buffer.from(bytes)).unset).toEqual([]);
  });

  it("keeps the first name behind a byte order mark", () => {
    expect(parseEnvFile(Buffer.from("\uFEFFDAILY_CREDIT_LIMIT=25")).values).toEqual({
      DAILY_CREDIT_LIMIT: "25",
    });
  });

  it("with old line ends is read", () => {
    expect(parseEnvFile(Buffer.from("A=1\rB=2\r")).values).toEqual({ A: "1", B: "2" });
  });

  it("in another encoding is refused, and its text is not quoted", () => {
    expect(() => parseEnvFile(Buffer.from("LEONAR_API_KEY=clé", "latin1"))).toThrow(
      /^\.env is neither UTF-8 nor UTF-16: save it again as UTF-8$/,
    );
  });

  it("tells which lines name a variable without setting it", () => {
    const file =
      "DAILY_CREDIT_LIMIT: 25\nMONTHLY_CREDIT_LIMIT 30\nPAGE_CREDITS\nLOG_LEVEL = info\n# TZ_LIMITS: UTC\nA=1\n";
    expect(parseEnvFile(Buffer.from(file)).unset).toEqual([
      "DAILY_CREDIT_LIMIT",
      "MONTHLY_CREDIT_LIMIT",
      "PAGE_CREDITS",
    ]);
  });
});

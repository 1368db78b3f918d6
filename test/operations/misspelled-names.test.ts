import { describe, expect, it } from "vitest";
import { VARIABLE_NAMES } from "../../src/operations/config.ts";
import { describeMisspelled, findMisspelled, meantName } from "../../src/operations/misspelled-names.ts";

const find = (file: Record<string, string>, environment: Record<string, string> = {}, unset: string[] = []) =>
  findMisspelled({ values: file, unset }, environment, VARIABLE_NAMES);

describe("a name that is nearly one of ours", () => {
  it.each([
    ["DAILY_CREDITS_LIMIT", "DAILY_CREDIT_LIMIT"],
    ["DAILY_CREDIT_LIMITS", "DAILY_CREDIT_LIMIT"],
    ["DAILY_CREDIT_LIMT", "DAILY_CREDIT_LIMIT"],
    ["DALIY_CREDIT_LIMIT", "DAILY_CREDIT_LIMIT"],
    ["DAILYCREDITLIMIT", "DAILY_CREDIT_LIMIT"],
    ["DAILYCREDIT_LIMITS", "DAILY_CREDIT_LIMIT"],
    ["dailyCreditLimit", "DAILY_CREDIT_LIMIT"],
    ["daily_credit_limit", "DAILY_CREDIT_LIMIT"],
    ["DAILY-CREDIT-LIMIT", "DAILY_CREDIT_LIMIT"],
    ["DAILY_LIMIT", "DAILY_CREDIT_LIMIT"],
    ["CREDIT_LIMIT_DAILY", "DAILY_CREDIT_LIMIT"],
    ["DAILY_CREDIT_MAX", "DAILY_CREDIT_LIMIT"],
    ["MAX_DAILY_CREDITS", "DAILY_CREDIT_LIMIT"],
    ["SOURCING_DAILY_CREDIT_LIMIT", "DAILY_CREDIT_LIMIT"],
    ["$env:DAILY_CREDIT_LIMIT", "DAILY_CREDIT_LIMIT"],
    ["set DAILY_CREDIT_LIMIT", "DAILY_CREDIT_LIMIT"],
    ["MONTLY_CREDIT_LIMIT", "MONTHLY_CREDIT_LIMIT"],
    ["MIN_BALANCE", "MIN_CREDIT_BALANCE"],
    ["MIN_CREDITS_BALANCE", "MIN_CREDIT_BALANCE"],
    ["PAGE_CREDIT", "PAGE_CREDITS"],
    ["CREDITS_PRICE", "CREDIT_PRICE"],
    ["LEONAR_APIKEY", "LEONAR_API_KEY"],
    ["LEONAR_KEY", "LEONAR_API_KEY"],
    ["LEONAR_URL", "LEONAR_BASE_URL"],
    ["DATABASE_URI", "DATABASE_URL"],
    ["DB_URL", "DATABASE_URL"],
    ["REDIS_URI", "REDIS_URL"],
    ["RETENTION_DAY", "RETENTION_DAYS"],
    ["TZ_LIMIT", "TZ_LIMITS"],
    ["LIMITS_TZ", "TZ_LIMITS"],
    ["SUPRESSION_PEPPER", "SUPPRESSION_PEPPER"],
    ["REQUEST_TIMEOUT", "REQUEST_TIMEOUT_MS"],
    ["SOURCING_HOMES", "SOURCING_HOME"],
  ])("%s is taken for %s", (written, meant) => {
    expect(meantName(written, VARIABLE_NAMES)).toBe(meant);
  });
});

describe("a name of another program", () => {
  it.each([
    ...[
      "DATABASE_USER",
      "DATABASE_PORT",
      "DATABASE_HOST",
      "DATABASE_NAME",
      "TEST_DATABASE_URL",
      "DATABASE_URL_TEST",
    ],
    ...[
      "SHADOW_DATABASE_URL",
      "REDIS_HOST",
      "REDIS_PORT",
      "LOG_FORMAT",
      "LOG_FILE",
      "METRICS_PATH",
      "API_KEY",
    ],
    ...[
      "WEBHOOK_URL",
      "WEBHOOK_SECRET",
      "TZ",
      "HOME",
      "PORT",
      "NODE_ENV",
      "OPENAI_API_KEY",
      "BASE_URL",
      "PGPORT",
    ],
    ...[
      "CREDIT_CARD",
      "STRIPE_PRICE",
      "RATE_LIMIT",
      "DAILY_REPORT_URL",
      "MAX_PAGES",
      "REQUEST_ID",
      "WALK_MODE",
    ],
    ...[
      "NODE_EXTRA_CA_CERTS",
      "HTTPS_PROXY",
      "NO_PROXY",
      "HTTP_PROXY",
      "https_proxy",
      "no_proxy",
      "all_proxy",
      "SESSION_SECRET",
      "SMTP_URL",
      "CONCURRENCY",
    ],
  ])("%s is left alone", (written) => {
    expect(meantName(written, VARIABLE_NAMES)).toBeNull();
  });

  it.each(VARIABLE_NAMES)("%s, which is read, is none that is nearly another", (name) => {
    expect(meantName(name, VARIABLE_NAMES)).toBeNull();
  });
});

describe("the names that were set", () => {
  it("are compared wherever credits are limited, and in the file for every variable", () => {
    expect(find({ DATABASE_URI: "x" })).toEqual([{ written: "DATABASE_URI", meant: "DATABASE_URL" }]);
    expect(find({}, { DATABASE_URI: "x" })).toEqual([]);
    expect(find({}, { DAILY_CREDITS_LIMIT: "25" })).toEqual([
      { written: "DAILY_CREDITS_LIMIT", meant: "DAILY_CREDIT_LIMIT" },
    ]);
  });

  it("say nothing while they are blank", () => {
    expect(find({ DAILY_CREDITS_LIMIT: " " }, { MONTHLY_LIMIT: "" })).toEqual([]);
  });

  it("are reported once, without their values", () => {
    const [only, ...others] = find({ DAILY_CREDITS_LIMIT: "25" }, { DAILY_CREDITS_LIMIT: "25" });
    expect(others).toEqual([]);
    expect(only && describeMisspelled(only)).toBe(
      "DAILY_CREDITS_LIMIT is set, and nothing reads it: did you mean DAILY_CREDIT_LIMIT? Rename it, or remove it",
    );
  });

  it("include a line that names a variable and sets nothing", () => {
    const [only] = find({}, {}, ["DAILY_CREDIT_LIMIT"]);
    expect(only && describeMisspelled(only)).toBe(
      ".env: the line of DAILY_CREDIT_LIMIT sets nothing: write DAILY_CREDIT_LIMIT=value",
    );
  });
});

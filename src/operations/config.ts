import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { DEFAULT_PAGE_CREDITS } from "../credits/page-price.ts";
import { checksCertificate, hasReadableFiles, withVerifiedTls } from "../database/database-url.ts";
import { checkBaseUrl, isSecretAddress, PUBLIC_BASE_URL } from "../leonar/check-base-url.ts";
import { UsageError } from "../values/errors.ts";
import { timeZoneSchema } from "../values/time-zone.ts";

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

const credits = (least: number) => z.coerce.number().int().min(least).max(1_000_000_000);
const postgresUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, {
    error: "expected postgres://user:password@host:port/database",
    abort: true,
  })
  .refine(URL.canParse, {
    error:
      "is no address: write what is no letter or digit in user and password in percent encoding, / as %2F",
    abort: true,
  })
  .refine(hasReadableFiles, "a file that it names (sslrootcert, sslcert or sslkey) cannot be read")
  .transform(withVerifiedTls);

/** "0.10 EUR": what one credit costs. */
const priceSchema = z
  .string()
  .regex(/^\d+(?:\.\d+)? [A-Z]{3}$/, 'expected an amount and a currency, such as "0.10 EUR"')
  .transform((text) => {
    const [amount = "0", currency = ""] = text.split(" ");
    return { amount: Number(amount), currency };
  });

/** Every variable that the project reads, by its name. A blank one counts as unset. */
const variables = {
  LEONAR_API_KEY: z.string().optional(),
  LEONAR_BASE_URL: z.string().default(PUBLIC_BASE_URL),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_DIRECT_URL: postgresUrl.optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, "expected redis://host:port")
    .optional(),
  SOURCING_HOME: z.string().optional(),
  DAILY_CREDIT_LIMIT: credits(0).optional(),
  MONTHLY_CREDIT_LIMIT: credits(0).optional(),
  MIN_CREDIT_BALANCE: credits(0).optional(),
  PAGE_CREDITS: credits(1).default(DEFAULT_PAGE_CREDITS),
  CREDIT_PRICE: priceSchema.optional(),
  WALK_CONCURRENCY: z.coerce.number().int().min(1).max(100).default(4),
  REQUEST_TIMEOUT_MS: z.coerce.number().int().min(1_000).max(3_600_000).default(120_000),
  RETENTION_DAYS: z.coerce.number().int().min(1).max(36_500).optional(),
  RAW_RETENTION_DAYS: z.coerce.number().int().min(1).max(36_500).default(30),
  SUPPRESSION_PEPPER: z.string().min(16, "expected at least 16 characters").optional(),
  TZ_LIMITS: timeZoneSchema.default("UTC"),
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  METRICS_HOST: z.string().default("127.0.0.1"),
  RUN_WEBHOOK_URL: z.string().optional(),
  RUN_WEBHOOK_FORMAT: z.enum(["json", "slack"]).default("json"),
  RUN_WEBHOOK_SECRET: z.string().min(16, "expected at least 16 characters").optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS).default("info"),
};
const schema = z.object(variables);

/** The names of all variables, for `.env.example` and for `doctor`. */
export const VARIABLE_NAMES = Object.keys(variables);

export interface Config {
  readonly apiKey: string | null;
  readonly baseUrl: string;
  /** Null: the embedded Postgres. */
  readonly databaseUrl: string | null;
  /** As `databaseUrl`, but behind no pooler. */
  readonly databaseDirectUrl: string | null;
  /** Null: the queue lives in Postgres. */
  readonly redisUrl: string | null;
  /** Folder of embedded data and secrets, absolute. */
  readonly home: string;
  readonly dailyCreditLimit: number | null;
  readonly monthlyCreditLimit: number | null;
  readonly minCreditBalance: number | null;
  /** Least worst price of a page, in credits. */
  readonly pageCredits: number;
  readonly creditPrice: { readonly amount: number; readonly currency: string } | null;
  readonly walkConcurrency: number;
  readonly requestTimeoutMs: number;
  /** Days since they were first collected after which people are deleted; null: never. */
  readonly retentionDays: number | null;
  /** Days after which raw answers are deleted; at most `retentionDays`. */
  readonly rawRetentionDays: number;
  readonly suppressionPepper: string | null;
  /** Zone in which days and months of credit limits begin. */
  readonly limitsTimeZone: string;
  /** Port of the worker's `/metrics`, `/healthz` and `/readyz`; null: none, 0: any that is free. */
  readonly metricsPort: number | null;
  readonly metricsHost: string;
  /** Where runs that end and nights that were missed are reported; null: nowhere. */
  readonly webhook: {
    readonly url: string;
    readonly format: "json" | "slack";
    readonly secret: string | null;
  } | null;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

/**
 * Reads the environment, and a `.env` in the working folder beneath it.
 * @throws UsageError naming every variable at fault; never its value, which may be a secret
 */
export function readConfig(): Config {
  try {
    process.loadEnvFile();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw unreadable(error);
  }
  return parseConfig(process.env);
}

/** Reads the address of a database. @throws UsageError that does not quote it, because it may hold a password */
export function parseDatabaseUrl(text: string, name: string): string {
  const parsed = postgresUrl.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new UsageError(`${name}: ${parsed.error.issues.map((issue) => issue.message).join("; ")}`);
}

/** The environment as it is, with some variables set otherwise, for a program that we start. */
export function environmentWith(
  variables: Readonly<Record<string, string>>,
): Readonly<Record<string, string | undefined>> {
  return { ...process.env, ...variables };
}

/** What `readConfig` reads, from any set of variables. @throws UsageError */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== "");
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    throw new UsageError(
      parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"),
    );
  }
  const values = parsed.data;
  const insecureTls = environment.NODE_TLS_REJECT_UNAUTHORIZED === "0";
  if (insecureTls) refuseInsecureTls([values.DATABASE_URL, values.DATABASE_DIRECT_URL]);
  return {
    apiKey: values.LEONAR_API_KEY?.trim() ?? null,
    baseUrl: checkBaseUrl(values.LEONAR_BASE_URL, insecureTls),
    databaseUrl: values.DATABASE_URL ?? null,
    databaseDirectUrl: values.DATABASE_DIRECT_URL ?? values.DATABASE_URL ?? null,
    redisUrl: values.REDIS_URL ?? null,
    home: resolve(values.SOURCING_HOME ?? join(homedir(), ".sourcing")),
    dailyCreditLimit: values.DAILY_CREDIT_LIMIT ?? null,
    monthlyCreditLimit: values.MONTHLY_CREDIT_LIMIT ?? null,
    minCreditBalance: values.MIN_CREDIT_BALANCE ?? null,
    pageCredits: values.PAGE_CREDITS,
    creditPrice: values.CREDIT_PRICE ?? null,
    walkConcurrency: values.WALK_CONCURRENCY,
    requestTimeoutMs: values.REQUEST_TIMEOUT_MS,
    retentionDays: values.RETENTION_DAYS ?? null,
    rawRetentionDays: Math.min(values.RAW_RETENTION_DAYS, values.RETENTION_DAYS ?? values.RAW_RETENTION_DAYS),
    suppressionPepper: values.SUPPRESSION_PEPPER ?? null,
    limitsTimeZone: values.TZ_LIMITS,
    metricsPort: values.METRICS_PORT ?? null,
    metricsHost: values.METRICS_HOST,
    webhook: toWebhook(values),
    logLevel: values.LOG_LEVEL,
  };
}

/** @throws UsageError where one of the addresses wants the database's certificate checked, and Node would check none */
function refuseInsecureTls(databaseUrls: readonly (string | undefined)[]): void {
  if (!databaseUrls.some((url) => url !== undefined && checksCertificate(url))) return;
  throw new UsageError(
    "NODE_TLS_REJECT_UNAUTHORIZED=0 accepts any certificate, the database's too: unset it",
  );
}

/** @throws UsageError for an address at which others could listen; it is not quoted, because it may hold a secret */
function toWebhook(values: z.infer<typeof schema>): Config["webhook"] {
  const { RUN_WEBHOOK_URL: url, RUN_WEBHOOK_FORMAT: format, RUN_WEBHOOK_SECRET: secret } = values;
  if (url === undefined) return null;
  if (!isSecretAddress(url))
    throw new UsageError("RUN_WEBHOOK_URL: expected an address that begins with https://");
  return { url, format, secret: secret ?? null };
}

function unreadable(error: unknown): UsageError {
  const why = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
  return new UsageError(`.env cannot be read (${why})`);
}

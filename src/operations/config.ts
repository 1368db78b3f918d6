import { homedir, userInfo } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { z } from "zod";
import { DEFAULT_PAGE_CREDITS } from "../credits/page-price.ts";
import { DEFAULT_SCHEMA } from "../database/namespace/store-schema.ts";
import { checkBaseUrl, DEFAULT_BASE_URL, isEncryptedUrl } from "../leonar/check-base-url.ts";
import { describeUntrusted } from "../machine/untrusted-path.ts";
import { UsageError } from "../values/errors.ts";
import { timeZoneSchema } from "../values/time-zone.ts";
import { consoleUrlSchema } from "./console-url.ts";
import {
  assertSecureTls,
  type DatabaseSettings,
  postgresUrl,
  readDatabaseSettings,
  schemaName,
} from "./database-settings.ts";
import { readEnvFile } from "./env-file.ts";
import { findMisspelled, type MisspelledName } from "./misspelled-names.ts";
import { type NetworkSettings, readNetworkSettings } from "./network-settings.ts";
import { isSigningSecret } from "./signing-key.ts";
import { WEBHOOK_FORMATS, type WebhookFormat, webhookFormatOf } from "./webhook/webhook-format.ts";

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

const credits = (least: number) => z.coerce.number().int().min(least).max(1_000_000_000);
/** The price of one credit, such as "0.10 EUR". */
const priceSchema = z
  .string()
  .regex(/^\d+(?:\.\d+)? [A-Z]{3}$/, 'expected an amount and a currency, such as "0.10 EUR"')
  .transform((text) => {
    const [amount = "0", currency = ""] = text.split(" ");
    return { amount: Number(amount), currency };
  });

/** Every variable that the project reads. A blank one counts as unset. */
const variables = {
  LEONAR_API_KEY: z.string().optional(),
  LEONAR_BASE_URL: z.string().default(DEFAULT_BASE_URL),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_DIRECT_URL: postgresUrl.optional(),
  DATABASE_SCHEMA: schemaName.default(DEFAULT_SCHEMA),
  REDIS_URL: z
    .string()
    .regex(/^rediss?(?:\+sentinel)?:\/\//, "expected redis://host:port or redis+sentinel://host:port/MASTER")
    .optional(),
  SOURCING_HOME: z.string().optional(),
  POSTGRES_BIN: z.string().optional(),
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
  RUN_WEBHOOK_FORMAT: z.enum(WEBHOOK_FORMATS).optional(),
  RUN_WEBHOOK_SECRET: z
    .string()
    .min(16, "expected at least 16 characters")
    .refine(isSigningSecret, "expected at least 16 bytes in base64 after whsec_")
    .optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS).default("info"),
  CONSOLE_URL: consoleUrlSchema.optional(),
  HTTPS_PROXY: z.string().optional(),
  NO_PROXY: z.string().optional(),
  NODE_EXTRA_CA_CERTS: z.string().optional(),
};
const schema = z.object(variables);

/** The names of all variables; a test compares them with `.env.example`. */
export const VARIABLE_NAMES = Object.keys(variables);

export interface Config extends NetworkSettings, DatabaseSettings {
  readonly apiKey: string | null;
  readonly baseUrl: string;
  /** Null: the queue lives in Postgres. */
  readonly redisUrl: string | null;
  /** The absolute path of the folder for embedded data and secrets. */
  readonly home: string;
  /** The folder of the programs of the embedded Postgres; null: the newest of the package and the system. */
  readonly postgresBin: string | null;
  readonly dailyCreditLimit: number | null;
  readonly monthlyCreditLimit: number | null;
  readonly minCreditBalance: number | null;
  /** The minimum worst price of a page, in credits. */
  readonly pageCredits: number;
  readonly creditPrice: { readonly amount: number; readonly currency: string } | null;
  readonly walkConcurrency: number;
  readonly requestTimeoutMs: number;
  /** People are deleted this many days after they were first collected; null: never. */
  readonly retentionDays: number | null;
  /** Raw answers are deleted after this many days; at most `retentionDays`. */
  readonly rawRetentionDays: number;
  readonly suppressionPepper: string | null;
  /** The time zone of the days and months of credit limits. */
  readonly limitsTimeZone: string;
  /** The port of the worker's `/metrics`, `/healthz` and `/readyz`; null: none, 0: any free port. */
  readonly metricsPort: number | null;
  readonly metricsHost: string;
  /** The webhook to which ended runs and missed firings are reported; null: none. */
  readonly webhook: {
    readonly url: string;
    readonly format: WebhookFormat;
    readonly secret: string | null;
  } | null;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** The address at which others reach the pages of the console, without a slash at its end; null: this machine alone. */
  readonly consoleUrl: string | null;
  /** Names that were set and are nearly ours. What buys refuses to start, as a limit could be among them. */
  readonly misspelled: readonly MisspelledName[];
}

/**
 * Reads the environment and a `.env` in the working folder; a real variable wins over one in the file.
 * @param warn is told what the user should change about the file
 * @throws UsageError that names every wrong variable, but never its value, which may be a secret; or where other users of the
 * machine could have put what would be used
 */
export function readConfig(warn: (warning: string) => void = warnOnStderr): Config {
  const file = readEnvFile(".env");
  if (file.warning !== null) warn(file.warning);
  const given = { ...process.env };
  // Child processes and the drivers read their own variables there.
  for (const [name, value] of Object.entries(file.values)) process.env[name] ??= value;
  const config = parseConfig(process.env);
  if (config.databaseUrl === null) forgetPgVariables();
  const why = describeUntrusted(config.home);
  if (why === null) return { ...config, misspelled: findMisspelled(file, given, VARIABLE_NAMES) };
  throw new UsageError(
    `SOURCING_HOME is ${config.home}, where other users could put secrets and data of theirs (${why}): ` +
      "point it at a folder that is yours alone, below folders that only you or root may write",
  );
}

/** The drivers would tell the embedded server what PGOPTIONS and its like say for another one. */
function forgetPgVariables(): void {
  for (const name of Object.keys(process.env)) if (/^PG[A-Z]+$/.test(name)) delete process.env[name];
}

function warnOnStderr(warning: string): void {
  process.stderr.write(`Warning: ${warning}\n`);
}

/** The environment with some variables replaced, for a child process. */
export function environmentWith(
  variables: Readonly<Record<string, string>>,
): Readonly<Record<string, string | undefined>> {
  return { ...process.env, ...variables };
}

/** Whether a stream is a terminal that can move its cursor, as bars need; TERM=dumb, as in editors and logs, gets lines. */
export function canDrawBars(stream: Pick<NodeJS.WriteStream, "isTTY">): boolean {
  return stream.isTTY === true && process.env.TERM !== "dumb";
}

/** Parses a set of variables as `readConfig` does. @throws UsageError */
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
  if (insecureTls) assertSecureTls(values);
  const baseUrl = checkBaseUrl(values.LEONAR_BASE_URL, insecureTls);
  return {
    apiKey: values.LEONAR_API_KEY?.trim() ?? null,
    baseUrl,
    ...readDatabaseSettings(values),
    redisUrl: values.REDIS_URL ?? null,
    home: resolve(values.SOURCING_HOME ?? join(homeOfUser(), ".sourcing")),
    postgresBin: values.POSTGRES_BIN ?? null,
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
    consoleUrl: values.CONSOLE_URL ?? null,
    misspelled: [],
    ...readNetworkSettings(baseUrl, environment),
  };
}

/** A blank HOME names no folder: the user's own is that of the machine's list of users. @throws UsageError if there is none */
function homeOfUser(): string {
  try {
    const home = process.env.HOME?.trim() === "" ? userInfo().homedir : homedir();
    if (isAbsolute(home)) return home;
  } catch {
    // A user id without an entry in the list of users, as in a container.
  }
  throw new UsageError("this user has no home folder: set SOURCING_HOME to a folder for data and secrets");
}

/** @throws UsageError for an unencrypted address; the message does not quote it, because it may hold a secret */
function toWebhook(values: z.infer<typeof schema>): Config["webhook"] {
  const { RUN_WEBHOOK_URL: url, RUN_WEBHOOK_FORMAT: format, RUN_WEBHOOK_SECRET: secret } = values;
  if (url === undefined) return null;
  if (!isEncryptedUrl(url))
    throw new UsageError("RUN_WEBHOOK_URL: expected an address that begins with https://");
  return { url, format: format ?? webhookFormatOf(url), secret: secret ?? null };
}

import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "./database.ts";

/** What a server writes down of statements. */
export const loggingSchema = z.object({
  /** log_statement: none, ddl, mod or all. */
  statement: z.string(),
  /** Milliseconds from which on slow statements are logged, of all or of a sample; -1: none are. */
  minDuration: z.number(),
  minDurationSample: z.number(),
  transactionSampleRate: z.number(),
  /** Bytes of each parameter that are logged with a statement; -1: all, 0: none. */
  parameterLength: z.number(),
  /** The same for statements that fail. */
  parameterLengthOnError: z.number(),
  /** Extensions and modules that keep or log statements. */
  modules: z.array(z.string()),
});
export type ServerLogging = z.infer<typeof loggingSchema>;

/** Reads how the server logs the statements of this login. @throws StoreUnavailable */
export function readLogging(db: Sql): Promise<ServerLogging> {
  const number = (name: string) => sql`(select setting::float8 from pg_settings where name = ${name})`;
  return db.row(
    loggingSchema,
    sql`select current_setting('log_statement') as statement, ${number("log_min_duration_statement")} as "minDuration",
          ${number("log_min_duration_sample")} as "minDurationSample",
          ${number("log_transaction_sample_rate")} as "transactionSampleRate",
          ${number("log_parameter_max_length")} as "parameterLength",
          ${number("log_parameter_max_length_on_error")} as "parameterLengthOnError",
          array(select extname::text from pg_extension where extname in ('pg_stat_statements', 'pgaudit')
            union select 'auto_explain' from pg_settings where name = 'auto_explain.log_min_duration' and setting <> '-1') as modules`,
  );
}

/** Says which settings let people into the logs of the server, one sentence each, without a full stop; empty: none does. */
export function findLoggedPeople(logging: ServerLogging): string[] {
  const { statement, minDuration, minDurationSample, transactionSampleRate, modules } = logging;
  const logsStatements =
    ["mod", "all"].includes(statement) ||
    Math.max(minDuration, minDurationSample) >= 0 ||
    transactionSampleRate > 0;
  const names = [
    ...(["mod", "all"].includes(statement) ? ["log_statement"] : []),
    ...(minDuration >= 0 ? ["log_min_duration_statement"] : []),
    ...(minDurationSample >= 0 ? ["log_min_duration_sample"] : []),
    ...(transactionSampleRate > 0 ? ["log_transaction_sample_rate"] : []),
  ].join(", ");
  return [
    ...(logsStatements && logging.parameterLength !== 0
      ? [
          `${names} with log_parameter_max_length = ${logging.parameterLength} writes the parameters of statements, which hold people, into the server's log: set log_parameter_max_length = 0`,
        ]
      : []),
    ...(logging.parameterLengthOnError !== 0
      ? [
          `log_parameter_max_length_on_error = ${logging.parameterLengthOnError} writes the parameters of statements that fail, which hold people, into the server's log: set it to 0`,
        ]
      : []),
    ...(logsStatements && logging.parameterLength === 0
      ? [
          `${names} writes SQL as it was typed into the server's log, with every name and address that somebody asks for by \`sourcing query\``,
        ]
      : []),
    ...modules.map((name) => MODULES[name] ?? name),
  ];
}

const MODULES: Readonly<Record<string, string>> = {
  auto_explain:
    "auto_explain writes slow statements into the server's log: set auto_explain.log_parameter_max_length = 0",
  pg_stat_statements:
    "pg_stat_statements keeps the texts of statements; constants of queries are replaced, those of other statements are not",
  pgaudit: "pgaudit writes statements into the server's log: leave pgaudit.log_parameter off",
};

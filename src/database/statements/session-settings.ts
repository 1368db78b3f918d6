import { quoteName } from "../roles/quote-name.ts";

/** How the server writes times, numbers and bytes, and reads a backslash, as in the patterns of functions. The server, the database, the role and a pooler may each have another default. */
const FORMATS = {
  datestyle: "ISO, YMD",
  intervalstyle: "postgres",
  timezone: "UTC",
  bytea_output: "hex",
  extra_float_digits: "1",
  standard_conforming_strings: "on",
};

/**
 * The settings that every transaction on the tables of the store relies on, beside the search path. A request is sent once the
 * database has confirmed its call, so that a confirmed commit has to outlive a crash of the server.
 */
const STORE_SETTINGS = { ...FORMATS, synchronous_commit: "on" };

function setLocal(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `set local ${name} = '${value}'`)
    .join("; ");
}

/**
 * SQL that sets the formats for one transaction. The tables of the store are found first; the search path of a person who has
 * views elsewhere stays behind them.
 */
export function setFormats(schema: string): string {
  return `${setLocal(FORMATS)};
  select set_config('search_path', concat_ws(', ', '${escapeText(quoteName(schema))}', nullif(current_setting('search_path'), '')), true)`;
}

/** SQL that lets the statements of a session outside of transactions find the tables of the store, and nothing else. */
export function setSearchPath(schema: string): string {
  return `set search_path = ${quoteName(schema)}`;
}

function escapeText(text: string): string {
  return text.replaceAll("'", "''");
}

/** Names the isolation level, because the ledger reads what other transactions committed while it waited for the lock. */
export const BEGIN = "begin isolation level read committed";

/**
 * One statement without a result that sets what a transaction relies on. One statement costs server and driver a fraction of
 * what a SET for each setting does.
 * @param schema of the store: names of its tables are found there and nowhere else
 * @param more further settings of the transaction
 */
export function settingsStatement(schema: string, more: Readonly<Record<string, string>> = {}): string {
  const settings = { ...STORE_SETTINGS, search_path: quoteName(schema), ...more };
  const calls = Object.entries(settings).map(
    ([name, value]) => `pg_catalog.set_config('${name}', '${escapeText(value)}', true)`,
  );
  return `select where pg_catalog.concat(${calls.join(", ")}) is null`;
}

/**
 * BEGIN and the settings of the transaction, in one message. A setting of the session would not hold behind a pooler in
 * transaction mode, which also hands on what another client has set.
 * @param schema of the store: names of its tables are found there and nowhere else
 * @param more further settings of the transaction
 */
export function beginStatement(schema: string, more: Readonly<Record<string, string>> = {}): string {
  return `${BEGIN}; ${settingsStatement(schema, more)}`;
}

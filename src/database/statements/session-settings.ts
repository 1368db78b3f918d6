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
 * The settings that every transaction on the tables of the store relies on. A request is sent once the database has confirmed its
 * call, so that a confirmed commit has to outlive a crash of the server.
 */
const STORE_SETTINGS = { ...FORMATS, search_path: "public", synchronous_commit: "on" };

function setLocal(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `set local ${name} = '${value}'`)
    .join("; ");
}

/**
 * Sets the formats for one transaction. The tables of the store are found first; the search path of a person who has views
 * elsewhere stays behind them.
 */
export const SET_FORMATS = `${setLocal(FORMATS)};
  select set_config('search_path', concat_ws(', ', 'public', nullif(current_setting('search_path'), '')), true)`;

/**
 * BEGIN and the settings of the transaction, in one message. A setting of the session would not hold behind a pooler in
 * transaction mode, which also hands on what another client has set. The isolation level is named because the ledger reads what
 * other transactions committed while it waited for the lock.
 * @param more further settings of the transaction
 */
export function beginStatement(more: Readonly<Record<string, string>> = {}): string {
  return `begin isolation level read committed; ${setLocal({ ...STORE_SETTINGS, ...more })}`;
}

/** What a SQLSTATE means for who runs a command, and what to do. The text of the database itself is never shown. */
const WORDS: Readonly<Record<string, string>> = {
  "22003": "a number is larger than its column holds; nothing of the statement was stored; please report it",
  "22P05":
    "the database cannot hold a character of the text, because its encoding is not UTF8; make one with `create database … encoding " +
    "'UTF8' template template0`, then `sourcing db copy --to URL`",
  "22021": "the text holds a byte that is not UTF-8; please report it",
  "25006":
    "it takes no writes at the moment: it is a standby, or was set read-only, as managed servers do when a disk is full; let the " +
    "address lead to the primary, or free some space",
  "28000": "it does not let this user connect from here; have an administrator allow it in pg_hba.conf",
  "28P01":
    "it refuses the user or the password in DATABASE_URL or DATABASE_DIRECT_URL; correct them, and percent-encode every character " +
    "that is not a letter or digit",
  "3D000":
    "there is no database of that name; correct the address, or make it with `create database …`, then `sourcing db migrate`",
  "3F000": "a schema is missing; run `sourcing db migrate`",
  "42883": "a function is missing; run `sourcing db migrate`",
  "42P01":
    "a table is missing; run `sourcing db migrate`; behind a pooler in transaction mode another client may have left a search_path of " +
    "its own in the session: set DATABASE_DIRECT_URL to the server itself, and server_reset_query_always = 1 in PgBouncer",
  "53100": "its disk is full; free some space there",
  "53200": "it is out of memory",
  "53300":
    "all connections that it allows are in use; end programs that hold some (`select usename, count(*) from pg_stat_activity " +
    "group by 1` counts them), or raise max_connections, then try again; a run needs 3",
  "57P01": "it was restarted or an administrator ended the session; it is tried again",
  "57P03": "it is starting or shutting down; it is tried again",
};

/** Explains a SQLSTATE; null: its code says as much. */
export function explainSqlState(code: string): string | null {
  return WORDS[code] ?? null;
}

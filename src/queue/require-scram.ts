import type { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import pg from "pg";
import { StoreUnavailable } from "../values/errors.ts";

/** What node-postgres has and its types do not show. */
interface Internals {
  readonly password: unknown;
  readonly connection: EventEmitter & { readonly stream: Socket };
  saslSession: unknown;
  _handleAuthCleartextPassword(): void;
  _handleAuthMD5Password(): void;
  _handleAuthSASLFinal(message: unknown): void;
  _attachListeners(connection: EventEmitter): void;
}

const SETTINGS = "DATABASE_URL and DATABASE_DIRECT_URL";
/** Connections whose server has shown that it knows the password. */
const proven = new WeakSet<Internals>();

/**
 * Makes every connection of node-postgres in this process refuse a server that does not prove that it knows the password, as
 * `require_auth=scram-sha-256` does in libpq: one that asks for it in clear text or as an MD5 hash, which could be used to log in
 * elsewhere, or that lets everybody in. The connections that the queue makes for itself cannot be configured otherwise. An
 * address without a password connects as before.
 */
function requireScram(client: Internals): void {
  const { _attachListeners: attachListeners, _handleAuthSASLFinal: handleFinal } = client;
  client._handleAuthCleartextPassword = function (this: Internals) {
    refuse(
      this,
      `the database asks for the password in clear text, none was sent: check host and port in ${SETTINGS}, and have the server ask for scram-sha-256 in pg_hba.conf`,
    );
  };
  client._handleAuthMD5Password = function (this: Internals) {
    refuse(
      this,
      "the database asks for an MD5 hash of the password, none was sent: have an administrator set password_encryption to scram-sha-256, and the password anew",
    );
  };
  client._handleAuthSASLFinal = function (this: Internals, message) {
    handleFinal.call(this, message);
    // It is forgotten once the server's signature was found right.
    if (this.saslSession === null) proven.add(this);
  };
  client._attachListeners = function (this: Internals, connection) {
    // Before the listeners that go on with the connection.
    connection.on("authenticationOk", () => {
      if (this.password === null || this.password === "" || proven.has(this)) return;
      refuse(
        this,
        `the database let us in without asking for the password: check host and port in ${SETTINGS}, or take the password out of the address (and unset PGPASSWORD) where the server trusts this machine`,
      );
    });
    attachListeners.call(this, connection);
  };
}

function refuse({ connection }: Internals, why: string): void {
  // What else it has sent must not look like a connection that is ready.
  connection.removeAllListeners("readyForQuery");
  connection.emit("error", new StoreUnavailable(why));
  connection.stream.destroy();
}

requireScram(pg.Client.prototype as unknown as Internals);

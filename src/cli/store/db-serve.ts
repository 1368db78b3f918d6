import { openApp } from "../../composition/open-app.ts";
import { jdbcUrl, toolUrl } from "../../composition/store-address.ts";
import { readConfig } from "../../operations/config.ts";
import { untilStopped } from "../command/until-stopped.ts";

export interface ServeOptions {
  readonly port?: number;
}

/**
 * Keeps the embedded server up until Ctrl-C, and prints on stdout the address at which other tools read; where the
 * database is one of its own, only that. @throws UsageError, StoreUnavailable
 */
export async function serve({ port }: ServeOptions): Promise<void> {
  const app = await openApp(readConfig(), port === undefined ? {} : { embeddedPort: port });
  try {
    const address = await app.roles.addressOf("reader");
    process.stdout.write(`${toolUrl(address)}\n`);
    process.stderr.write(describeLogin(address));
    if (!app.store.isEmbedded) {
      process.stderr.write("The server at DATABASE_URL is up without this command.\n");
      return;
    }
    process.stderr.write(
      "The server stays up until Ctrl-C, and as long as any other command works; the port stays the same.\n",
    );
    await untilStopped();
  } finally {
    await app.close();
  }
}

/** What Metabase, DBeaver and their like ask for. */
function describeLogin(address: string): string {
  const url = new URL(address);
  // By a socket of this machine, of which Java knows nothing.
  if (url.hostname === "") return "";
  return (
    "For Metabase, DBeaver and the like (type PostgreSQL), reading all but contacts and raw forms:\n" +
    `  host ${url.hostname}, port ${url.port || "5432"}, database ${url.pathname.slice(1)}, ` +
    `user ${url.username}, password ${url.password}\n` +
    `  JDBC ${jdbcUrl(address)}\n` +
    "For psql: `sourcing db psql --role reader`. Start with the view candidates; `\\d+ candidates` explains its columns.\n"
  );
}

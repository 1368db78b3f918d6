import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { openEmbeddedPostgres } from "../../src/database/embedded/open-embedded-postgres.ts";

/** A server for one test file: roles belong to the whole server. */
export interface OwnServer {
  readonly url: string;
  readonly admin: pg.Client;
  close(): Promise<void>;
}

/** Starts one. */
export async function openOwnServer(): Promise<OwnServer> {
  const home = await mkdtemp(join(tmpdir(), "sourcing-roles-"));
  const server = await openEmbeddedPostgres({ home });
  const admin = new pg.Client(server.url);
  await admin.connect();
  await disableFsync(admin);
  return {
    url: server.url,
    admin,
    async close() {
      await admin.end();
      await server.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Nothing of the tests outlives them, so that it need not survive a power cut: waiting for the disk is slow. */
export async function disableFsync(admin: pg.Client): Promise<void> {
  for (const setting of ["fsync", "synchronous_commit", "full_page_writes"])
    await admin.query(`alter system set ${setting} = off`);
  await admin.query("select pg_reload_conf()");
}

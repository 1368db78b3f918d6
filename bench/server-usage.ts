import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import { z } from "zod";

/** What a Postgres server has used since it started. */
export interface ServerUsage {
  /** Processor seconds of the server and all its processes, those that have ended too. */
  readonly processorSeconds: number;
  /** How often it waited until the log was on the disk. */
  readonly fsyncs: number;
  readonly walBytes: number;
}

/** Clock ticks a second in /proc: fixed on Linux. */
const TICKS = 100;
/** Numbers of fields after the name of the process in /proc/PID/stat: parent, user, system, and both of its ended children. */
const [PARENT, USER, SYSTEM, CHILDREN_USER, CHILDREN_SYSTEM] = [1, 11, 12, 13, 14];

const placeRow = z.object({ folder: z.string() });
const statsRow = z.object({ fsyncs: z.coerce.number(), bytes: z.coerce.number() });

/** Reads what a server on this machine has used, from the system's accounting and from its own. */
export async function readServerUsage(pool: pg.Pool): Promise<ServerUsage> {
  const place = await pool.query("select current_setting('data_directory') as folder");
  const { folder } = placeRow.parse(place.rows[0]);
  const [pid] = (await readFile(join(folder, "postmaster.pid"), "utf8")).split("\n");
  const stats = await pool.query(
    `select (select coalesce(sum(fsyncs), 0) from pg_stat_io where object = 'wal') as fsyncs,
       pg_current_wal_lsn() - '0/0' as bytes`,
  );
  const { fsyncs, bytes } = statsRow.parse(stats.rows[0]);
  return { processorSeconds: await readTree(Number(pid)), fsyncs, walBytes: bytes };
}

/** What was used between two readings. */
export function usedBetween(before: ServerUsage, after: ServerUsage): ServerUsage {
  return {
    processorSeconds: after.processorSeconds - before.processorSeconds,
    fsyncs: after.fsyncs - before.fsyncs,
    walBytes: after.walBytes - before.walBytes,
  };
}

/** Processor seconds of a process, of its children that have ended, and of those that live. */
async function readTree(root: number): Promise<number> {
  let ticks = 0;
  for (const name of await readdir("/proc")) {
    const fields = /^\d+$/.test(name) ? await readStat(name) : null;
    if (fields === null) continue;
    const own = numberAt(fields, USER) + numberAt(fields, SYSTEM);
    if (Number(name) === root)
      ticks += own + numberAt(fields, CHILDREN_USER) + numberAt(fields, CHILDREN_SYSTEM);
    else if (numberAt(fields, PARENT) === root) ticks += own;
  }
  return ticks / TICKS;
}

/** The fields after the name, which may hold blanks; null where the process has ended. */
async function readStat(pid: string): Promise<string[] | null> {
  const text = await readFile(join("/proc", pid, "stat"), "utf8").catch(() => null);
  return text === null ? null : text.slice(text.lastIndexOf(")") + 2).split(" ");
}

function numberAt(fields: readonly string[], at: number): number {
  return Number(fields[at]);
}

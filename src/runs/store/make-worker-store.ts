import type { Database } from "../../database/database.ts";
import type { WorkerStore } from "../worker-store.ts";
import { readClockSkew, readStats } from "./read-stats.ts";
import { isHeartbeatFresh, recordHeartbeat, removeWorker, sendHeartbeat } from "./worker-heartbeat.ts";

/** Workers in Postgres. */
export function makeWorkerStore(db: Database): WorkerStore {
  return {
    sendHeartbeat: (worker, host) => sendHeartbeat(db, worker, host),
    recordHeartbeat: (worker) => recordHeartbeat(db, worker),
    isHeartbeatFresh: (worker, withinMs) => isHeartbeatFresh(db, worker, withinMs),
    remove: (worker) => removeWorker(db, worker),
    stats: () => readStats(db),
    clockSkewMs: () => readClockSkew(db),
  };
}

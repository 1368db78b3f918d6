import { bindOperations } from "../../database/bind-operations.ts";
import type { Database } from "../../database/database.ts";
import { readUnattendedRuns, readWorkers } from "../workers/store/read-workers.ts";
import {
  isHeartbeatFresh,
  recordHeartbeat,
  removeWorker,
  sendHeartbeat,
} from "../workers/store/worker-heartbeat.ts";
import { readStanding } from "./read-standing.ts";
import { readClockSkew, readStats } from "./read-stats.ts";

/** Worker processes in Postgres and the figures that operators watch. Every function may throw StoreUnavailable. */
export function makeWorkerStore(db: Database) {
  return bindOperations(db, {
    sendHeartbeat,
    recordHeartbeat,
    isHeartbeatFresh,
    remove: removeWorker,
    stats: readStats,
    standing: readStanding,
    list: readWorkers,
    unattendedRuns: readUnattendedRuns,
    clockSkewMs: readClockSkew,
  });
}

export type WorkerStore = ReturnType<typeof makeWorkerStore>;

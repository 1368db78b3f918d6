import type { WorkerStore } from "../worker-store.ts";
import type { Database } from "../../database/database.ts";
import { isCanaryFresh, removeWorker, ringCanary, seeCanary } from "./worker-heartbeat.ts";
import { readClockSkew, readFigures } from "./read-stats.ts";

/** Workers in Postgres. */
export function makeWorkerStore(db: Database): WorkerStore {
  return {
    ringCanary: (worker, host) => ringCanary(db, worker, host),
    seeCanary: (worker) => seeCanary(db, worker),
    isCanaryFresh: (worker, withinMs) => isCanaryFresh(db, worker, withinMs),
    remove: (worker) => removeWorker(db, worker),
    figures: () => readFigures(db),
    clockSkewMs: () => readClockSkew(db),
  };
}

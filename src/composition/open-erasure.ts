import type { ForgetPorts } from "../privacy/forget.ts";
import type { PurgePorts } from "../privacy/purge.ts";
import { composeSpool, type Office, obtainKeys } from "./open-app.ts";
import { readPage } from "../leonar/read-page.ts";
import { makeErasureStore } from "../privacy/store/erasure-store.ts";
import { recordAnswer } from "../runs/walk/store/record-answer.ts";
import { knowsCall } from "../runs/walk/store/read-walk.ts";

/** What erasing people needs, which is no key. @throws UsageError for another pepper than the store's */
export async function composeForget(office: Office): Promise<ForgetPorts> {
  const { db } = office.store;
  return {
    erasure: makeErasureStore(db, await obtainKeys(office)),
    spool: await composeSpool(office),
    walks: {
      knowsCall: (callId, attempt) => knowsCall(db, callId, attempt),
      recordAnswer: (callId, answer) => recordAnswer(db, callId, answer),
    },
    search: { readPage },
  };
}

/** What deleting by age needs. @throws UsageError for another pepper than the store's */
export async function composePurge(office: Office): Promise<PurgePorts> {
  const { retentionDays, rawRetentionDays } = office.config;
  return {
    erasure: makeErasureStore(office.store.db, await obtainKeys(office)),
    rules: { people: retentionDays, raw: rawRetentionDays },
  };
}

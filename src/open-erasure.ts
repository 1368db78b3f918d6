import type { ForgetPorts } from "./app/forget.ts";
import type { PurgePorts } from "./app/purge.ts";
import { composeSpool, type Office, obtainKeys } from "./compose.ts";
import { readPage } from "./leonar/read-page.ts";
import { makeErasureStore } from "./postgres/erasure-store.ts";
import { recordAnswer } from "./postgres/money/record-answer.ts";
import { knowsCall } from "./postgres/walks/read-walk.ts";

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

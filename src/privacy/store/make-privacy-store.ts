import { bindOperations } from "../../database/bind-operations.ts";
import type { Database } from "../../database/database.ts";
import { findByText } from "./find-by-text.ts";
import { isStored } from "./is-stored.ts";
import { countNotices } from "./notices/count-notices.ts";
import { markDueNotices, markNotices, undoNotices } from "./notices/mark-notices.ts";
import { readNotices } from "./notices/read-notices.ts";
import { planErasure } from "./preview-erasure.ts";
import { readPersonFile } from "./read-person-file.ts";
import { readRequests } from "./requests/read-requests.ts";
import { closeRequest, recordRequest } from "./requests/record-request.ts";

/** What Postgres holds about people, for the commands of privacy. Every function may throw StoreUnavailable. */
export function makePrivacyStore(db: Database) {
  return bindOperations(db, {
    find: findByText,
    isStored,
    file: readPersonFile,
    planErasure,
    notices: readNotices,
    markNotices,
    markDueNotices,
    undoNotices,
    countNotices,
    requests: readRequests,
    recordRequest,
    closeRequest,
  });
}

export type PrivacyStore = ReturnType<typeof makePrivacyStore>;

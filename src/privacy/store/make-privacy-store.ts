import type { Database } from "../../database/database.ts";
import type { PrivacyStore } from "../privacy-store.ts";
import { findByText } from "./find-by-text.ts";
import { markDueNotices, markNotices, readNotices } from "./notices.ts";
import { planErasure } from "./preview-erasure.ts";
import { readPersonFile } from "./read-person-file.ts";

/** What Postgres holds about people, for those who answer for it. */
export function makePrivacyStore(db: Database): PrivacyStore {
  return {
    find: (keys, name) => findByText(db, keys, name),
    file: (profileId) => readPersonFile(db, profileId),
    planErasure: (keys) => planErasure(db, keys),
    notices: (which) => readNotices(db, which),
    markNotices: (ids) => markNotices(db, ids),
    markDueNotices: () => markDueNotices(db),
  };
}

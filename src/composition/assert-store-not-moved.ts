import { movedAway } from "../database/lock-ledger.ts";
import type { App } from "./open-app.ts";

/** What is paid is paid from the place where the store lives. @throws UsageError where `db copy` has moved it */
export async function assertStoreNotMoved({ ledger }: Pick<App, "ledger">): Promise<void> {
  const place = await ledger.movedTo();
  if (place !== null) throw movedAway(place);
}

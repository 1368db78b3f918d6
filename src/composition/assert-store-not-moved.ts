import type { Office } from "./open-app.ts";
import { movedAway } from "../database/lock-ledger.ts";

/** What is paid is paid from the place where the store lives. @throws UsageError where `db copy` has moved it */
export async function refuseMovedStore({ ledger }: Pick<Office, "ledger">): Promise<void> {
  const place = await ledger.movedTo();
  if (place !== null) throw movedAway(place);
}

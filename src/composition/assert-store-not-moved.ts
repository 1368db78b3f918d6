import { movedAway } from "../database/lock-ledger.ts";
import type { App } from "./open-app.ts";

/** Refuses to buy with a store that `db copy` has moved: its copy buys. @throws UsageError */
export async function assertStoreNotMoved({ ledger }: Pick<App, "ledger">): Promise<void> {
  const place = await ledger.movedTo();
  if (place !== null) throw movedAway(place);
}

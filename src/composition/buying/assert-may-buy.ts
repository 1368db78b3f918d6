import { assertNotEmptyStore } from "../assert-not-empty-store.ts";
import { type AddressOptions, assertSameAddress } from "../assert-same-address.ts";
import { assertStoreNotMoved } from "../assert-store-not-moved.ts";
import { assertZoneKnown } from "../assert-zone-known.ts";
import type { App } from "../open-app.ts";
import { requireKey } from "../paid-api.ts";
import { requireKeptWrites } from "../store-address.ts";

export interface MayBuyOptions extends AddressOptions {
  /** Buy into an empty database though the embedded one holds people. */
  readonly newStore?: boolean;
}

/**
 * Refuses to buy where a key is missing, or where what is bought would be lost, mixed, bought twice or counted on a wrong day.
 * @throws KeyMissing, UsageError
 */
export async function assertMayBuy(app: App, options: MayBuyOptions): Promise<void> {
  requireKey(app.config);
  await requireKeptWrites(app.store);
  await assertStoreNotMoved(app);
  if (options.newStore !== true) await assertNotEmptyStore(app);
  await assertSameAddress(app, options);
  await assertZoneKnown(app);
}

import { UsageError } from "../values/errors.ts";
import type { App } from "./open-app.ts";

export interface AddressOptions {
  /** Buy from the configured address though the store has bought from another. */
  readonly newAddress?: boolean;
}

/**
 * Refuses to buy from another address than the store has bought from, and remembers the first.
 * @throws UsageError
 */
export async function assertSameAddress(
  { ledger, config }: Pick<App, "ledger" | "config">,
  { newAddress = false }: AddressOptions,
): Promise<void> {
  const other = await ledger.rememberAddress(config.baseUrl, newAddress);
  if (other === null) return;
  throw new UsageError(
    `this store has bought from ${other}, and LEONAR_BASE_URL is ${config.baseUrl}: people of both would be mixed. ` +
      "Set LEONAR_BASE_URL back, use another DATABASE_URL, or pass --new-address to buy from there from now on",
  );
}

import { saveSettings } from "../database/save-settings.ts";
import { obtainPepper, readPepper } from "../operations/pepper.ts";
import { checkPepper, describeWeakPepper } from "../people/store/check-pepper.ts";
import type { SuppressionSecret } from "../people/store/suppressed-people.ts";
import type { App } from "./open-app.ts";

/**
 * Returns the pepper of the store, which every command needs that stores or erases people. It also saves the settings
 * that the views of the database read.
 * @throws UsageError if the pepper differs from the one that the store was made with
 */
export async function loadSuppressionSecret({ config, store }: App): Promise<SuppressionSecret> {
  const pepper = config.suppressionPepper ?? (await obtainPepper(config.home));
  await checkPepper(store.db, pepper);
  await saveSettings(store.db, config);
  return { pepper };
}

/** Says that the pepper of a store that has one is easy to guess, and what to do; null: it is not, or it is not here. */
export async function weakPepper({ config, store }: Pick<App, "config" | "store">): Promise<string | null> {
  const pepper = config.suppressionPepper ?? (await readPepper(config.home));
  return pepper === null ? null : describeWeakPepper(store.db, pepper);
}

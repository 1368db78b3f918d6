import { saveSettings } from "../database/save-settings.ts";
import { obtainPepper } from "../operations/pepper.ts";
import { checkPepper } from "../people/store/check-pepper.ts";
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

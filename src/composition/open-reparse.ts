import { makeReparseStore } from "../people/store/make-reparse-store.ts";
import type { App } from "./open-app.ts";
import { loadSuppressionSecret } from "./suppression-secret.ts";

/** Returns what rebuilding all people from their stored versions needs. @throws UsageError for a wrong pepper */
export async function makeReparse(app: App) {
  return makeReparseStore(app.store.db, await loadSuppressionSecret(app));
}

import { type App, openApp } from "../../composition/open-app.ts";
import { readConfig } from "../../operations/config.ts";

/** Opens the configured store for one piece of work that needs no key, and closes it whatever happens. */
export async function withApp<Result>(work: (app: App) => Promise<Result>): Promise<Result> {
  const app = await openApp(readConfig());
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

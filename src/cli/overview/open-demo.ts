import { type App, openApp } from "../../composition/open-app.ts";
import type { Config } from "../../operations/config.ts";
import { USUAL_DATABASE } from "../../operations/database-settings.ts";
import { startSimulator } from "../../simulator/simulator.ts";

export interface OpenDemo {
  readonly app: App;
  close(): Promise<void>;
}

/** Opens the database of the demo, and beside it the simulated API that it buys from. Needs neither key nor server. */
export async function openDemo(settings: Config): Promise<OpenDemo> {
  const simulator = await startSimulator();
  const config = demoConfig(settings, simulator);
  const app = await openApp(config, { embeddedName: "demo", connections: config.walkConcurrency * 2 + 8 });
  return {
    app,
    async close() {
      await app.close();
      await simulator.close();
    },
  };
}

/** Nothing of the user's own set-up but its place and pace: no key, no database, no limits. */
function demoConfig(config: Config, api: { baseUrl: string; key: string }): Config {
  const apart = { ...USUAL_DATABASE, redisUrl: null, webhook: null };
  const unlimited = { dailyCreditLimit: null, monthlyCreditLimit: null, minCreditBalance: null };
  return { ...config, ...apart, ...unlimited, apiKey: api.key, baseUrl: api.baseUrl };
}

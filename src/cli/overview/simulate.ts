import { startSimulator } from "../../simulator/simulator.ts";
import { untilStopped } from "../command/until-stopped.ts";

export interface SimulateOptions {
  readonly port: number;
  readonly people: number;
  readonly seed: number;
  readonly day: number;
  /** Milliseconds before every answer. */
  readonly latency: number;
}

/** Serves the simulated API until SIGINT or SIGTERM; prints on stderr how to reach it. */
export async function simulate(options: SimulateOptions): Promise<void> {
  const { latency, ...universe } = options;
  const simulator = await startSimulator({ ...universe, latencyMs: latency });
  process.stderr.write(
    `Simulated API with ${options.people} invented people; Ctrl-C stops it.\n` +
      `LEONAR_BASE_URL=${simulator.baseUrl} LEONAR_API_KEY=${simulator.key}\n`,
  );
  await untilStopped();
  process.stderr.write(`${simulator.charged()} credits charged in ${simulator.requests.length} requests.\n`);
  await simulator.close();
}

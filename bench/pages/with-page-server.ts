import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { SearchPlan } from "./search-plan.ts";

const SERVER = fileURLToPath(new URL("./serve-pages.js", import.meta.url));

export interface ServerOptions {
  /** Before every answer; default 0. */
  readonly latencyMs?: number;
  /** Of every profile_id, by which people differ from those of another server; default none. */
  readonly prefix?: string;
}

/** Lends the API of a plan, served by a process of its own, as the environment that leads the program to it. */
export async function withPageServer<Result>(
  { specs, peoplePerSpec }: SearchPlan,
  { latencyMs = 0, prefix = "" }: ServerOptions,
  work: (env: Readonly<Record<string, string>>) => Promise<Result>,
): Promise<Result> {
  const child = spawn(process.execPath, [SERVER, ...[specs, peoplePerSpec, latencyMs, prefix].map(String)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const gone = once(child, "close");
  try {
    const [port] = await Promise.race([once(child.stdout, "data"), gone]);
    return await work({
      LEONAR_API_KEY: "leo_bench",
      SUPPRESSION_PEPPER: "a secret of measurements, none of people",
      LEONAR_BASE_URL: `http://127.0.0.1:${Number(String(port))}/api/v1`,
    });
  } finally {
    child.kill("SIGKILL");
    await gone;
  }
}

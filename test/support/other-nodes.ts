import { execFileSync } from "node:child_process";

interface NodeProgram {
  readonly version: string;
  readonly path: string;
}

/**
 * The Node that runs the tests, and those that TEST_NODES names, such as `/opt/node22/bin/node:/opt/node24/bin/node`: what differs
 * between versions of Node is tested on each of them.
 */
export const NODES: readonly NodeProgram[] = [
  process.execPath,
  ...(process.env.TEST_NODES ?? "").split(":").filter((path) => path !== ""),
].map((path) => ({ path, version: execFileSync(path, ["--version"], { encoding: "utf8" }).trim() }));

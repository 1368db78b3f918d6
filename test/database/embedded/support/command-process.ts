import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { Checkout } from "./checkout.ts";

const reportSchema = z.object({
  url: z.string().optional(),
  startedHere: z.boolean().optional(),
  interrupted: z.boolean().optional(),
  error: z.string().optional(),
  message: z.string().optional(),
});
type Report = z.infer<typeof reportSchema>;

export interface CommandOptions {
  readonly home: string;
  readonly uid?: number;
  readonly namespaces?: "allowed" | "forbidden";
}

/** A process that opens the database of a home and holds it until it is told to close. */
export interface CommandProcess {
  readonly pid: number;
  readonly process: ChildProcess;
  /** The next line that it says. */
  report(): Promise<Report>;
  /** Tells it to close and waits for its end; its exit code. */
  close(): Promise<number | null>;
  /** Ends it as a crash would, and waits for its end. */
  kill(): Promise<void>;
}

/** In a process group of its own, so that a test can send it what a terminal sends to its foreground group. */
export function spawnCommand(checkout: Checkout, options: CommandOptions): CommandProcess {
  const { home, uid, namespaces = "allowed" } = options;
  const child = spawn(process.execPath, [checkout.scriptPath, checkout.modulePath, home, namespaces], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const ended = once(child, "exit");
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    pid: child.pid ?? 0,
    process: child,
    async report() {
      const line = await lines.next();
      return reportSchema.parse(JSON.parse(line.value ?? "{}"));
    },
    async close() {
      child.stdin.end("close\n");
      await ended;
      return child.exitCode;
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

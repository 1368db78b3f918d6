import { execFile } from "node:child_process";

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

export interface CommandResult {
  readonly succeeded: boolean;
  /** What it printed, or why it could not be run. */
  readonly output: string;
}

/** The whole environment of the server's programs: variables of the caller could name another server. */
export const SERVER_ENVIRONMENT = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LC_ALL: "C",
  TZ: "UTC",
};

/** Runs a command in the folder `cwd` and waits for its end. Never rejects. */
export function runCommand({ file, args }: Command, cwd: string): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = execFile(file, args, { cwd, env: SERVER_ENVIRONMENT }, (error, stdout, stderr) => {
      resolve({ succeeded: error === null, output: stdout + stderr || (error?.message ?? "") });
    });
    child.stdin?.end();
  });
}

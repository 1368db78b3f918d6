import { spawn } from "node:child_process";

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

export interface CommandResult {
  readonly succeeded: boolean;
  /** The end of what it printed, or why it could not be run. */
  readonly output: string;
}

const OUTPUT_LIMIT = 8_000;

/** All that the server's programs are given: none of the caller's variables, which may name other servers. */
export const SERVER_ENVIRONMENT = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LC_ALL: "C",
  TZ: "UTC",
};

/** Runs a command to its end, in the folder `cwd`; never throws. */
export function runCommand(command: Command, cwd: string): Promise<CommandResult> {
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(command.file, command.args, {
      cwd,
      env: SERVER_ENVIRONMENT,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output = (output + text).slice(-OUTPUT_LIMIT);
      });
    }
    child.on("error", (error) => resolve({ succeeded: false, output: error.message }));
    child.on("close", (code) => resolve({ succeeded: code === 0, output }));
  });
}

import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { TestCli } from "./test-cli.ts";

const PROGRAM = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));

/** Once `until` stands on the screen, `send` is typed; U+0003 is Ctrl-C. */
export interface Keystroke {
  readonly until: string;
  readonly send: string;
}

const endedSchema = z.object({ code: z.number(), output: z.string() });

/** Python, because Node opens no pseudo-terminals. */
const SCRIPT = `
import fcntl, json, os, pty, struct, sys, termios
steps, columns = json.loads(sys.argv[1]), int(sys.argv[2])
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[3], sys.argv[3:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
seen, since = b"", 0
while True:
    try:
        piece = os.read(terminal, 65536)
    except OSError:
        break
    if not piece:
        break
    seen += piece
    while steps and steps[0]["until"].encode() in seen[since:]:
        since = len(seen)
        os.write(terminal, steps.pop(0)["send"].encode())
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print(json.dumps({"code": code, "output": seen.decode("utf-8", "replace")}))
`;

/**
 * Runs a command on a pseudo-terminal to its end, and types. Returns its exit code, -N if the signal N ended it, and everything that
 * it wrote on the terminal.
 */
export async function runOnTerminal(
  cli: Pick<TestCli, "folder" | "environment">,
  args: readonly string[],
  { keys = [], columns = 120 }: { readonly keys?: readonly Keystroke[]; readonly columns?: number } = {},
): Promise<z.infer<typeof endedSchema>> {
  const child = spawn(
    "python3",
    ["-c", SCRIPT, JSON.stringify(keys), String(columns), process.execPath, PROGRAM, ...args],
    { cwd: cli.folder, env: { ...cli.environment, TERM: "xterm" }, stdio: ["ignore", "pipe", "inherit"] },
  );
  return endedSchema.parse(JSON.parse(await text(child.stdout)));
}

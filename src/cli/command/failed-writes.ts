import { closeSync } from "node:fs";
import { isatty } from "node:tty";
import { endNow, endWith, exitCodeForOutcome } from "./exit-code.ts";

/** The error codes of a write whose reader has gone: a pipe, a closed terminal, a socket. */
const UNREAD: ReadonlySet<string | undefined> = new Set(["EPIPE", "EIO", "ENXIO", "ECONNRESET"]);

/**
 * Decides what a failed write does to the process. Messages that cannot be written are dropped. A command whose result
 * has no reader any more, such as one before `head`, ends with 0; a result that a full disk does not take ends it with 1.
 */
export function handleFailedWrites(): void {
  leaveClosedTerminal();
  process.stderr.on("error", () => {});
  process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
    // Another listener ends the command in its own way.
    if (process.stdout.listenerCount("error") > 1) return;
    const isUnread = UNREAD.has(code);
    if (!isUnread) tellUnwritten(code);
    endNow(exitCodeForOutcome(isUnread));
  });
}

/** Lets a command that spends credits go on to its end, whether or not its output is read; for the rest of the process. */
export function workOnUnread(): void {
  if (!process.stdout.listeners("error").includes(tellAndWorkOn)) process.stdout.on("error", tellAndWorkOn);
}

function tellAndWorkOn({ code }: NodeJS.ErrnoException): void {
  if (UNREAD.has(code)) return;
  tellUnwritten(code);
  process.once("exit", () => endWith(exitCodeForOutcome(false)));
}

function tellUnwritten(code: string | undefined): void {
  process.stderr.write(
    `stdout cannot be written (${code}): what the command did is done, its result is lost\n`,
  );
}

/** At its end Node restores the settings of the terminal that it was started on, and aborts if that has been closed. */
function leaveClosedTerminal(): void {
  const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));
  process.once("exit", () => {
    for (const descriptor of terminals) if (!isatty(descriptor)) closeSync(descriptor);
  });
}

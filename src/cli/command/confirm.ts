import { createInterface } from "node:readline/promises";
import { Interrupted } from "../../values/errors.ts";
import { toPrintableLine } from "../../values/printable-text.ts";
import { withoutGuard } from "../screen/guard-output.ts";

/**
 * Asks a yes-or-no question on the terminal. Anything but yes is no, as is a terminal that is closed.
 * @param stopping answers no when it fires
 * @throws Interrupted on Ctrl-C
 */
export async function confirm(question: string, stopping?: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: withoutGuard(process.stderr) });
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  let isInterrupted = false;
  lines.on("SIGINT", () => {
    isInterrupted = true;
    leave();
  });
  lines.on("close", leave);
  lines.on("error", leave);
  process.stdin.on("error", leave);
  stopping?.addEventListener("abort", leave, { once: true });
  if (stopping?.aborted === true) leave();
  try {
    const answer = await lines.question(`${toPrintableLine(question)} [y/N] `, { signal: leaving.signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    if (!leaving.signal.aborted) throw error;
    process.stderr.write("\n");
    if (isInterrupted) throw new Interrupted("Interrupted at the question: nothing was done.");
    return false;
  } finally {
    stopping?.removeEventListener("abort", leave);
    lines.close();
  }
}

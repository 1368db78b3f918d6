import { createInterface } from "node:readline/promises";
import { toPrintableLine } from "../../values/printable-text.ts";
import { withoutGuard } from "../screen/guard-output.ts";

/**
 * Asks a yes-or-no question on the terminal; anything but yes is no, also Ctrl-C and a terminal that is closed.
 * @param stopping answers no when it fires
 */
export async function confirm(question: string, stopping?: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: withoutGuard(process.stderr) });
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  lines.on("SIGINT", leave);
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
    return false;
  } finally {
    stopping?.removeEventListener("abort", leave);
    lines.close();
  }
}

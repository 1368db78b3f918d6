import { writeSync } from "node:fs";
import { createRequire } from "node:module";

/**
 * Loaded before a program: has it say on file descriptor 3, at its end, how much memory it had at most, in kB, how many
 * microseconds of processor time it took with all its threads, and how many statements it had Postgres execute.
 */
let statements = 0;

try {
  countStatements(createRequire(process.argv[1] ?? "")("pg"));
} catch {
  // The program has no driver of its own, so it executes no statement.
}
process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeSync(3, JSON.stringify([maxRSS, userCPUTime + systemCPUTime, statements]));
});

interface Driver {
  readonly Client: { readonly prototype: { query(...asked: unknown[]): unknown } };
}

function countStatements({ Client }: Driver): void {
  const { query } = Client.prototype;
  Client.prototype.query = function (...asked) {
    statements += statementsIn(asked[0]);
    return query.apply(this, asked);
  };
}

/** Only a text without parameters can hold several statements; none of ours has a semicolon within one. */
function statementsIn(asked: unknown): number {
  const { text, values } = typeof asked === "string" ? { text: asked } : toQuery(asked);
  return values === undefined ? text.split(";").filter((one) => one.trim() !== "").length : 1;
}

function toQuery(asked: unknown): { readonly text: string; readonly values?: unknown } {
  const { text, values } = (asked ?? {}) as { readonly text?: unknown; readonly values?: unknown };
  return { text: typeof text === "string" ? text : "", values };
}

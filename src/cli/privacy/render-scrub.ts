import type { ScrubOutcome } from "../../privacy/scrub-outcome.ts";

const BY_AND_BY =
  "The server still has what was deleted in its files, until it reuses their space: `sourcing retention --scrub`, said by the owner of the tables, rewrites them now.";

/** Describes what became of the traces of deleted people in the files of the server; empty: there is nothing to report. */
export function renderScrub({ state, remains }: ScrubOutcome): string {
  const why = remains.join("; ");
  if (state === "put_off")
    return `The files of the server still hold what was deleted, because ${why}. A worker tries again, and so does \`sourcing retention --scrub\`.\n`;
  if (state === "left_to_server") return why === "" ? `${BY_AND_BY}\n` : `Nothing was rewritten: ${why}.\n`;
  return why === "" ? "" : `The tables are rewritten. What remains: ${why}.\n`;
}

import { readFileSync } from "node:fs";
import { UsageError } from "../values/errors.ts";

/** What a run or a worker and the embedded server open at once, with room to spare. */
const LEAST_OPEN_FILES = 256;

/** @throws UsageError where this process may open fewer files than buying needs */
export function assertEnoughFiles(): void {
  const limit = readOpenFileLimit();
  if (limit !== null && limit < LEAST_OPEN_FILES) {
    throw new UsageError(
      `this process may open ${limit} files, and ${LEAST_OPEN_FILES} are needed: raise the limit with \`ulimit -n ${LEAST_OPEN_FILES}\`, ` +
        "or LimitNOFILE under systemd",
    );
  }
}

/** Node raises the limit of its process to the hard one as it starts. Null: unlimited, or a system that does not say. */
function readOpenFileLimit(): number | null {
  const limits = readLimits();
  const found = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  return found === undefined ? null : Number(found);
}

function readLimits(): string {
  try {
    return readFileSync("/proc/self/limits", "utf8");
  } catch {
    return "";
  }
}

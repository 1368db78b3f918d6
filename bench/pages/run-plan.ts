import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type NodeRun, PROGRAM, runNode } from "../run-node.ts";
import { withFolder } from "../with-folder.ts";
import { type SearchPlan, toCsv } from "./search-plan.ts";

/** Buys a plan by the program itself, as people run it. @param more arguments of `run` */
export function runPlan(
  plan: SearchPlan,
  env: Readonly<Record<string, string>>,
  more: readonly string[] = [],
): Promise<NodeRun> {
  return withFolder(async (folder) => {
    await writeFile(join(folder, "specs.csv"), toCsv(plan));
    return runNode([PROGRAM, "run", "specs.csv", "--yes", ...more], {
      cwd: folder,
      env: { HOME: folder, ...env },
    });
  });
}

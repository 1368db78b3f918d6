import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type NodeRun, PROGRAM, runNode } from "../run-node.ts";
import { withFolder } from "../with-folder.ts";
import { type SearchPlan, toCsv } from "./search-plan.ts";

export interface PlanRun {
  /** Arguments of `run` beside those that every plan needs. */
  readonly more?: readonly string[];
  /** The path of another build of the program; default: this one. */
  readonly program?: string;
}

/** Buys a plan by the program itself, as people run it. */
export function runPlan(
  plan: SearchPlan,
  env: Readonly<Record<string, string>>,
  { more = [], program = PROGRAM }: PlanRun = {},
): Promise<NodeRun> {
  return withFolder(async (folder) => {
    await writeFile(join(folder, "specs.csv"), toCsv(plan));
    return runNode([program, "run", "specs.csv", "--yes", ...more], {
      cwd: folder,
      env: { HOME: folder, ...env },
    });
  });
}

import { writeFileSync } from "node:fs";
import { findPackageRoot } from "../src/machine/package-root.ts";
import { describeStates } from "./describe-states.ts";

writeFileSync(new URL("docs/states.md", findPackageRoot()), describeStates());

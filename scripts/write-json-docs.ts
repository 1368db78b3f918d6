import { writeFileSync } from "node:fs";
import { findPackageRoot } from "../src/machine/package-root.ts";
import { describeJson } from "./describe-json.ts";

writeFileSync(new URL("docs/json.md", findPackageRoot()), describeJson());

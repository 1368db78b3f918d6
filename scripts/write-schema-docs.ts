import { writeFileSync } from "node:fs";
import { findPackageRoot } from "../src/machine/package-root.ts";
import { describeSchema } from "./describe-schema.ts";
import { withTemporaryStore } from "./temporary-store.ts";

await withTemporaryStore(async ({ db }) => {
  writeFileSync(new URL("docs/schema.md", findPackageRoot()), await describeSchema(db.pool));
});

import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { findPackageRoot } from "../../machine/package-root.ts";
import { type NamedQuery, parseNamedQuery } from "../named-queries.ts";

/** Reads the queries that ship with the project, sorted by name: one SQL file each, in the folder `queries` of this room. */
export function readQueries(): NamedQuery[] {
  const folder = new URL("src/query/queries/", findPackageRoot());
  return readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => parseNamedQuery(basename(file, ".sql"), readFileSync(new URL(file, folder), "utf8")));
}

import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { findPackageRoot } from "../../machine/package-root.ts";
import { type NamedQuery, parseNamedQuery } from "../named-queries.ts";

/** The questions that ship with the project, by name: one file of SQL each, beside this one in the sources. */
export function readQueries(): NamedQuery[] {
  const folder = new URL("src/query/queries/", findPackageRoot());
  return readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => parseNamedQuery(basename(file, ".sql"), readFileSync(new URL(file, folder), "utf8")));
}

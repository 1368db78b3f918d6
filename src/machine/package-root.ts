import { existsSync } from "node:fs";

/** Folder of our package.json: from the sources one level up, from what was built two. Ends with a slash. */
export function findPackageRoot(): URL {
  const levels = ["../../", "../../../"].map((path) => new URL(path, import.meta.url));
  const root = levels.find((level) => existsSync(new URL("package.json", level)));
  if (root === undefined) throw new Error("package.json is missing beside the program");
  return root;
}

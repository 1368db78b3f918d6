import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { findPackageRoot } from "../../machine/package-root.ts";
import { UsageError } from "../../values/errors.ts";

const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

export interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
}

/** The stylesheet and the scripts of the pages, as `npm run build` makes them. */
export interface Assets {
  /** The path of a file for a page; it changes with the content of the files, so that browsers keep them for ever. */
  pathOf(name: string): string;
  find(name: string): Asset | null;
}

/** Reads all assets into memory. @throws UsageError where the project was not built */
export async function loadAssets(): Promise<Assets> {
  const folder = new URL("dist/src/http/browser/", findPackageRoot());
  const names = await readdir(folder).catch(() => []);
  const wanted = names.filter((name) => (name.split(".").at(-1) ?? "") in TYPES);
  if (wanted.length === 0) throw new UsageError("the pages of the console were not built: `npm run build`");
  const assets = new Map<string, Asset>();
  const hash = createHash("sha256");
  for (const name of wanted.sort()) {
    const bytes = await readFile(new URL(name, folder));
    hash.update(name).update(bytes);
    assets.set(name, { type: TYPES[name.split(".").at(-1) ?? ""] ?? "", bytes });
  }
  const version = hash.digest("hex").slice(0, 12);
  return {
    pathOf: (name) => `/assets/${version}/${name}`,
    find: (name) => assets.get(name) ?? null,
  };
}

// Builds what the pages of the console load: `npm run build` runs it after the compiler. Every script and stylesheet at the top of
// src/http/browser/ that a page names is an entry; what they share becomes a file of its own.
import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const from = join(root, "src/http/browser");
const to = join(root, "dist/src/http/browser");
/** The files that a page loads by name. */
const ENTRIES = ["every-page.ts", "sign-in.ts", "sql-page.ts", "upload-page.ts", "console.css"];

mkdirSync(to, { recursive: true });
await build({
  entryPoints: ENTRIES.map((name) => join(from, name)),
  outdir: to,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  logLevel: "warning",
});
for (const name of readdirSync(from).filter((file) => file.endsWith(".svg")))
  copyFileSync(join(from, name), join(to, name));

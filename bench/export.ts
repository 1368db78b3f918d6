import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { EXPORT_FORMATS } from "../src/app/export-formats/formats.ts";
import { findPackageRoot } from "../src/package-root.ts";
import { type Measurement, timed } from "./measurement.ts";
import { fillStore } from "./people/fill-store.ts";

const PROGRAM = fileURLToPath(new URL("dist/src/cli/main.js", findPackageRoot()));
/** Has the program say at its end how much memory it had at most, in kB. */
const TELL_MEMORY = `data:text/javascript,
  import { writeSync } from "node:fs";
  process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));`;

/** Everybody out in each format, by the program itself as people run it. */
export const exports: Measurement = {
  name: "exports",
  about: "an export of everybody in each format: rows a second, and memory at most",
  async run(store, { people }) {
    await fillStore(store, people);
    const rows: (string | number)[][] = [];
    for (const { name } of EXPORT_FORMATS) {
      let megabytes = 0;
      const ms = await timed(async () => {
        megabytes = await exportAll(store.url, name);
      });
      rows.push([name, ms / 1_000, Math.round(people / (ms / 1_000)), megabytes]);
    }
    const columns = ["format", "seconds", "people a second", "memory at most (MB)"];
    const notes = ["To files, with the start of the program, and recorded at the end."];
    return [{ title: `Exports of ${people} people`, columns, rows, notes }];
  },
};

/** Gives the most memory that the program had, in MB. */
async function exportAll(url: string, format: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "sourcing-export-"));
  try {
    const args = ["--import", TELL_MEMORY, PROGRAM, "export", "--for", format, "--out", "people"];
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, DATABASE_URL: url },
      stdio: ["ignore", "ignore", "pipe", "pipe"],
    });
    const closed = once(child, "close");
    const memory = child.stdio[3];
    if (child.stderr === null || !(memory instanceof Readable))
      throw new TypeError("there is nothing to read");
    const [said, kilobytes] = await Promise.all([text(child.stderr), text(memory)]);
    const [code] = await closed;
    if (code !== 0) throw new Error(`the export failed: ${said}`);
    return Number(kilobytes) / 1_024;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

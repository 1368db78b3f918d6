import { EXPORT_FORMATS } from "../src/exports/formats/formats.ts";
import type { Measurement } from "./measurement.ts";
import { fillStore } from "./people/fill-store.ts";
import { PROGRAM, runNode } from "./run-node.ts";
import { withFolder } from "./with-folder.ts";

/** Everybody out in each format, by the program itself as people run it. */
export const exports: Measurement = {
  name: "exports",
  about: "an export of everybody in each format: rows a second, and memory at most",
  async run(store, { people }) {
    await fillStore(store, people);
    const rows: (string | number)[][] = [];
    for (const { name } of EXPORT_FORMATS) {
      const { ms, megabytes } = await exportAll(store.url, name);
      rows.push([name, ms / 1_000, Math.round(people / (ms / 1_000)), megabytes]);
    }
    const columns = ["format", "seconds", "people a second", "memory at most (MB)"];
    const notes = ["To files, with the start of the program, and recorded at the end."];
    return [{ title: `Exports of ${people} people`, columns, rows, notes }];
  },
};

function exportAll(url: string, format: string) {
  return withFolder((folder) => {
    const args = [PROGRAM, "export", "--for", format, "--out", "people"];
    return runNode(args, { cwd: folder, env: { HOME: folder, DATABASE_URL: url } });
  });
}

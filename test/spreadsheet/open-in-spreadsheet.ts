import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** One cell as the spreadsheet has it. */
export interface Cell {
  /** Null: it is none. */
  readonly formula: string | null;
  /** `string`, `float`, `date`, `error` …; null: it is empty. */
  readonly type: string | null;
}

/** The version of LibreOffice, or null where there is none. */
export function spreadsheetVersion(): string | null {
  const { status, stdout } = spawnSync("soffice", ["--version"], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : null;
}

/**
 * Opens a CSV as a person would, formulas and special numbers included, and gives its cells.
 * @param separators what the person ticks, such as "," or ";"
 */
export async function openInSpreadsheet(file: string, separators: string): Promise<Cell[]> {
  const folder = await mkdtemp(join(tmpdir(), "sourcing-spreadsheet-"));
  const codes = [...separators].map((one) => one.charCodeAt(0)).join("/");
  try {
    await run("soffice", [
      `-env:UserInstallation=file://${folder}/profile`,
      "--headless",
      "--convert-to",
      "fods",
      // Separators; quotes; UTF-8; from line 1; … special numbers detected; … all sheets; formulas evaluated.
      `--infilter=CSV:${codes},34,76,1,,0,false,true,false,false,false,-1,true`,
      "--outdir",
      folder,
      file,
    ]);
    return readCells(await readFile(join(folder, `${basename(file, extname(file))}.fods`), "utf8"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function readCells(xml: string): Cell[] {
  return [...xml.matchAll(/<table:table-cell\b([^>]*)>/g)].map(([, attributes = ""]) => ({
    formula: /table:formula="([^"]*)"/.exec(attributes)?.[1] ?? null,
    type: /office:value-type="([^"]*)"/.exec(attributes)?.[1] ?? null,
  }));
}

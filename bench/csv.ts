import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findPackageRoot } from "../src/machine/package-root.ts";
import { TITLES } from "../src/simulator/titles.ts";
import { alternate, type Figures, type Measurement, type Spread, spreadOf } from "./measurement.ts";
import { type NodeSurroundings, PROGRAM, runNode } from "./run-node.ts";
import { withFolder } from "./with-folder.ts";

const ROWS = 50_000;
const HEADER =
  "spec,job_title,location,skills,keyword,budget_credits,max_pages,refresh_days,nightly,priority,tags,owner,notes";
const PLACES = ["Paris, France", "London, United Kingdom", "Berlin, Germany", "New York, United States"];
const SKILLS = ["Python", "SQL", "Product Management", "SaaS", "Kubernetes", "Go", "React"];
/** What reading the table alone takes. */
const PARSE_ALONE = `
  import { readFileSync } from "node:fs";
  import Papa from "papaparse";
  const text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(process.argv[1]));
  const { data, errors } = Papa.parse(text.slice(0, -1), { delimiter: ",", newline: "\\n" });
  process.stdout.write(data.length - 1 + " rows, " + errors.length + " errors");`;

/** A large CSV of specs checked by the program as people run it, and cut into cells by papaparse alone. */
export const csv: Measurement = {
  name: "csv",
  about: `specs check of a CSV of ${ROWS} rows against papaparse alone: rows a second, and memory at most`,
  run: () => withFolder(measureCheck),
};

async function measureCheck(folder: string): Promise<Figures[]> {
  const file = join(folder, "specs.csv");
  const text = inventSpecs();
  await writeFile(file, text);
  // From there papaparse is found.
  const cwd = fileURLToPath(findPackageRoot());
  const memory = { check: [] as number[], alone: [] as number[] };
  const run = async (which: keyof typeof memory, args: readonly string[], says: string) => {
    const surroundings: NodeSurroundings = { cwd, env: { HOME: folder } };
    const { ms, megabytes, stdout } = await runNode(args, surroundings);
    if (stdout.trim() !== says) throw new Error(`in place of "${says}" it said: ${stdout.slice(0, 200)}`);
    memory[which].push(megabytes);
    return ROWS / (ms / 1_000);
  };
  const alone = ["--input-type=module", "--eval", PARSE_ALONE, file];
  const speed = await alternate({
    check: () => run("check", [PROGRAM, "specs", "check", file], `${ROWS} good specs, 0 problems`),
    alone: () => run("alone", alone, `${ROWS} rows, 0 errors`),
  });
  return [toFigures(text.length / 1e6, speed, memory)];
}

function toFigures(
  megabytes: number,
  speed: Record<"check" | "alone", Spread>,
  memory: Record<"check" | "alone", readonly number[]>,
): Figures {
  const row = (name: string, { median, min, max }: Spread, used: Spread) => [
    ...[name, Math.round(median), Math.round(min), Math.round(max), used.median, used.min, used.max],
  ];
  const [check, alone] = [spreadOf(memory.check), spreadOf(memory.alone)];
  return {
    title: `A CSV of ${ROWS} specs, ${megabytes.toFixed(1)} MB`,
    columns: ["", "rows a second", "min", "max", "memory at most (MB)", "min", "max"],
    rows: [
      row("specs check", speed.check, check),
      row("papaparse alone", speed.alone, alone),
      ["ratio", speed.check.median / speed.alone.median, "", "", check.median / alone.median, "", ""],
    ],
    notes: ["Each in a process of its own, with its start; both read and decode the same file."],
  };
}

function inventSpecs(): string {
  const pick = <Value>(from: readonly Value[], at: number) => from[at % from.length];
  const rows = Array.from({ length: ROWS }, (_, at) => {
    const title = `"${pick(TITLES, at)?.text}"`;
    const skills = `${pick(SKILLS, at)} | ${pick(SKILLS, at + 1 + (at % 3))}`;
    const place = `"${pick(PLACES, at)} | ${pick(PLACES, at + 1)}"`;
    const limits = `${100 + (at % 9) * 25},${1 + (at % 20)},30,${at % 2 === 0 ? "yes" : "no"},${at % 10}`;
    return `spec-${at},${title},${place},${skills},word ${at},${limits},team-${at % 12} | bench,owner-${at % 40},"Wanted ""soon"", ${at}"`;
  });
  return `${HEADER}\n${rows.join("\n")}\n`;
}

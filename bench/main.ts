import { cpus, totalmem } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type TemporaryStore, withTemporaryStore } from "../scripts/temporary-store.ts";
import { renderTable } from "../src/cli/screen/render-table.ts";
import { budget } from "./budget.ts";
import { consolePages } from "./console.ts";
import { contention } from "./contention.ts";
import { csv } from "./csv.ts";
import { exports } from "./export.ts";
import { growth } from "./growth.ts";
import { latency } from "./latency.ts";
import { type Figures, type Measurement, ROUNDS } from "./measurement.ts";
import { memory } from "./memory.ts";
import { pipeline } from "./pipeline.ts";
import { queries } from "./queries.ts";
import { queue } from "./queue.ts";
import { reparse } from "./reparse.ts";
import { start } from "./start.ts";

const MEASUREMENTS: readonly Measurement[] = [
  ...[pipeline, latency, growth, memory, reparse, queries, exports, consolePages],
  ...[budget, contention, queue, csv, start],
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    people: { type: "string", default: "1000000" },
    against: { type: "string" },
    rounds: { type: "string", default: String(ROUNDS) },
    help: { type: "boolean", default: false },
  },
});
const chosen = MEASUREMENTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const against = values.against === undefined ? null : resolve(values.against, "src/cli/main.js");
const options = { people: Number(values.people), against, rounds: Number(values.rounds) };

if (values.help || chosen.length === 0 || !Number.isSafeInteger(options.people) || options.people < 1) {
  process.stdout.write("npm run bench -- [NAME …] [--people 1000000] [--against DIST [--rounds 5]]\n");
  for (const { name, about } of MEASUREMENTS) process.stdout.write(`  ${name}: ${about}\n`);
  process.exitCode = values.help ? 0 : 2;
} else {
  for (const measurement of chosen) await withTemporaryStore((store) => measure(measurement, store));
}

async function measure(measurement: Measurement, store: TemporaryStore): Promise<void> {
  const figures = await measurement.run(store, options);
  const machine = await describeMachine(store);
  for (const one of figures) process.stdout.write(render(one));
  process.stdout.write(
    `${JSON.stringify({ measurement: measurement.name, ...options, machine, figures })}\n`,
  );
}

async function describeMachine({ db }: TemporaryStore) {
  const { rows } = await db.pool.query<{ version: string }>(
    "select current_setting('server_version') as version",
  );
  const [first] = cpus();
  return {
    cpu: `${cpus().length} × ${first?.model ?? "unknown"}`,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    ...{ node: process.versions.node, postgres: rows[0]?.version, platform: process.platform },
  };
}

function render({ title, columns, rows, notes }: Figures): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === "number" ? show(cell) : cell)));
  const table = renderTable(
    columns.map((head) => ({ head })),
    cells,
  );
  return `\n${title}\n${table}\n${notes.map((note) => `${note}\n`).join("")}`;
}

/** Ratios and short times with two places, all else with one. */
function show(figure: number): string {
  return figure.toFixed(Math.abs(figure) < 10 ? 2 : 1);
}

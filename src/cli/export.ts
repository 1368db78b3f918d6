import type { CandidateRow, ExportFilter } from "../app/people-store.ts";
import { toCsvChunks } from "../csv/write-rows.ts";
import { UsageError } from "../domain/errors.ts";
import { toCell } from "./render-rows.ts";
import { withOffice } from "./with-office.ts";

export interface ExportOptions {
  readonly for: string;
  /** `7d`, or a day such as 2026-01-31. */
  readonly since?: string;
  readonly specs?: string;
  readonly contacts?: boolean;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const FORMATS = ["csv", "jsonl"];

/** Writes candidates to stdout as CSV for spreadsheets or as JSON lines. Gives the exit code. @throws UsageError */
export async function exportPeople(options: ExportOptions): Promise<number> {
  if (!FORMATS.includes(options.for)) throw new UsageError(`--for takes ${FORMATS.join(", ")}`);
  const filter: ExportFilter = {
    since: options.since === undefined ? null : toMoment(options.since, new Date()),
    specs: options.specs?.split(",").map((spec) => spec.trim()) ?? null,
    contacts: options.contacts === true,
  };
  return withOffice(async ({ people }) => {
    const batches = countBatches(people.export(filter));
    const chunks =
      options.for === "csv" ? toCsvChunks(toTable(batches.rows()), { bom: true }) : toLines(batches.rows());
    for await (const chunk of chunks) await write(chunk);
    process.stderr.write(`${batches.count()} candidates\n`);
    return 0;
  });
}

/** `7d` before now, or the beginning of a day (UTC). @throws UsageError */
export function toMoment(text: string, now: Date): Date {
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  if (days !== undefined) return new Date(now.getTime() - Number(days) * DAY_MS);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  if (Number.isNaN(day.getTime()))
    throw new UsageError(`--since takes days such as 7d, or a day such as 2026-01-31`);
  return day;
}

function countBatches(batches: AsyncIterable<CandidateRow[]>) {
  let count = 0;
  return {
    count: () => count,
    async *rows() {
      for await (const batch of batches) {
        count += batch.length;
        yield* batch;
      }
    },
  };
}

async function* toTable(rows: AsyncIterable<CandidateRow>) {
  let isFirst = true;
  for await (const row of rows) {
    if (isFirst) yield Object.keys(row);
    isFirst = false;
    yield Object.values(row).map(toCell);
  }
}

async function* toLines(rows: AsyncIterable<CandidateRow>) {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}

/** Waits where whoever reads is slower than the database. */
async function write(chunk: string): Promise<void> {
  if (!process.stdout.write(chunk)) await new Promise((resolve) => process.stdout.once("drain", resolve));
}

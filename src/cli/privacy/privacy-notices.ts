import type { NoticeLine } from "../../privacy/store/notices.ts";
import { decodeFile } from "../../specs/sheets/decode-file.ts";
import { parseTable } from "../../specs/sheets/parse-table.ts";
import { InvalidSheet } from "../../specs/sheets/sheet-problem.ts";
import { toCsvChunks } from "../../specs/sheets/write-rows.ts";
import { UsageError } from "../../values/errors.ts";
import { withApp } from "../command/with-app.ts";
import { readFileOrStdin } from "../specs/read-spec-file.ts";
import { day, renderPersonLine } from "./render-person.ts";
import { describeSource } from "./to-person-json.ts";

export interface NoticesOptions {
  /** Only those whose month is over. */
  readonly due?: boolean;
  readonly csv?: boolean;
}

/** What `notices sent` takes: ids, a file of them, or everybody who is due. */
export interface NoticesSentOptions {
  readonly allDue?: boolean;
  readonly file?: string;
}

/** The column of ids, as `notices --csv` writes it and `notices sent --file` reads it. */
const ID_COLUMN = "profile_id";
const COLUMNS = [ID_COLUMN, "full_name", "linkedin_url", "emails", "collected_at", "notice_due_at", "source"];

/** Lists people who were not told yet that they are stored, the longest stored first. Gives the exit code. */
export async function listNotices(options: NoticesOptions): Promise<number> {
  return withApp(async ({ privacy, config }) => {
    const batches = privacy.notices(options.due === true ? "due" : "all");
    const lines = options.csv === true ? toCsvChunks(toTable(batches, config.baseUrl)) : toLines(batches);
    for await (const chunk of lines) await write(chunk);
    return 0;
  });
}

/** Notes that people were told. Gives the exit code: 3 where some of the ids are not stored. @throws UsageError */
export async function markNoticesSent(ids: readonly string[], options: NoticesSentOptions): Promise<number> {
  const listed = options.file === undefined ? [] : readIds(decodeFile(await readFileOrStdin(options.file)));
  const all = [...new Set([...ids, ...listed])];
  if ((options.allDue === true) === all.length > 0)
    throw new UsageError("say who was told: ids, --file FILE or --all-due");
  return withApp(async ({ privacy }) => {
    if (options.allDue === true) {
      process.stderr.write(`${await privacy.markDueNotices()} people were told.\n`);
      return 0;
    }
    const told = new Set(await privacy.markNotices(all));
    const unknown = all.filter((id) => !told.has(id));
    process.stderr.write(`${told.size} people were told; ${unknown.length} ids are not stored.\n`);
    for (const id of unknown) process.stdout.write(`${id}\n`);
    return unknown.length === 0 ? 0 : 3;
  });
}

/** Ids one a line, or the column of ids of a CSV. */
function readIds(text: string): string[] {
  const [header, ...rows] = toRows(text);
  const column = header?.cells.findIndex((cell) => cell.trim() === ID_COLUMN) ?? -1;
  const named = column === -1 ? [header, ...rows] : rows;
  const ids = named.map((row) => row?.cells[Math.max(column, 0)]?.trim() ?? "");
  return ids.filter((id) => id !== "");
}

/** @throws UsageError for what is no table at all */
function toRows(text: string) {
  try {
    return parseTable(text).rows;
  } catch (error) {
    throw error instanceof InvalidSheet ? new UsageError(error.message) : error;
  }
}

async function* toTable(batches: AsyncIterable<NoticeLine[]>, baseUrl: string) {
  yield COLUMNS;
  for await (const batch of batches) {
    for (const { profileId, fullName, linkedinUrl, emails, collectedAt, dueAt } of batch)
      yield [profileId, fullName, linkedinUrl, emails, day(collectedAt), day(dueAt), describeSource(baseUrl)];
  }
}

async function* toLines(batches: AsyncIterable<NoticeLine[]>) {
  let isEmpty = true;
  for await (const batch of batches) {
    isEmpty = false;
    yield batch.map((line) => `${day(line.dueAt)}  ${renderPersonLine(line)}\n`).join("");
  }
  if (isEmpty) process.stderr.write("Nobody has to be told.\n");
}

async function write(chunk: string): Promise<void> {
  if (!process.stdout.write(chunk)) await new Promise((resolve) => process.stdout.once("drain", resolve));
}

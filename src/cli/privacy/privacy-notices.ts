import { audited } from "../../composition/privacy/audited.ts";
import { describeSource } from "../../composition/privacy/to-person-json.ts";
import type { NoticeLine } from "../../privacy/store/notices/read-notices.ts";
import { decodeFile } from "../../specs/sheets/decode-file.ts";
import { toCsvChunks } from "../../specs/sheets/write-rows.ts";
import { UsageError } from "../../values/errors.ts";
import { type CsvSigns, toDelimiter } from "../command/csv-options.ts";
import { type ExitCode, exitCodeForRows } from "../command/exit-code.ts";
import { withApp } from "../command/with-app.ts";
import { writePrivateFile } from "../screen/write-private-file.ts";
import { readFileOrStdin } from "../specs/read-spec-file.ts";
import { NOTICE_COLUMNS, readNoticeFile } from "./notice-file.ts";
import { day, renderPersonLine } from "./render-person.ts";

export interface NoticesOptions extends Pick<CsvSigns, "delimiter"> {
  /** Only those whose month is over. */
  readonly due?: boolean;
  readonly csv?: boolean;
  /** The file to write; default: stdout. */
  readonly out?: string;
}

/** The options of `notices sent`, which takes ids, a file of ids, or all people who are due. */
export interface NoticesSentOptions {
  readonly allDue?: boolean;
  readonly file?: string;
}

const { id: ID, name: NAME, url: URL_COLUMN, emails: EMAILS } = NOTICE_COLUMNS;
const COLUMNS = [ID, NAME, URL_COLUMN, EMAILS, "collected_at", "notice_due_at", "source"];

/** Lists people who were not told yet that they are stored, the longest stored first. */
export async function listNotices(options: NoticesOptions): Promise<void> {
  if (options.delimiter !== undefined && options.csv !== true)
    throw new UsageError("--delimiter goes with --csv");
  const delimiter = toDelimiter(options.delimiter);
  return withApp(async (app) => {
    const batches = app.privacy.notices(options.due === true ? "due" : "all");
    const print = async (lines: AsyncIterable<string>) => {
      if (options.out !== undefined) await writePrivateFile(options.out, lines);
      else for await (const chunk of lines) await write(chunk);
    };
    if (options.csv !== true) return print(toLines(batches));
    return audited(app, { command: "notices", subject: "--csv" }, (count) =>
      print(toCsvChunks(toTable(batches, app.config.baseUrl, count), { delimiter })),
    );
  });
}

/**
 * Records that people were notified. Returns the exit code: 3 if some of the ids are not stored, or if another person is
 * stored under one of them than the file names. @throws UsageError
 */
export async function markNoticesSent(
  ids: readonly string[],
  options: NoticesSentOptions,
): Promise<ExitCode | null> {
  const listed =
    options.file === undefined ? [] : readNoticeFile(decodeFile(await readFileOrStdin(options.file)));
  const typed = ids.map((profileId) => ({ profileId, fullName: null, linkedinUrl: null, emails: null }));
  const entries = [...typed, ...listed];
  if ((options.allDue === true) === entries.length > 0)
    throw new UsageError("say who was told: ids, --file FILE or --all-due");
  return withApp(async ({ privacy }): Promise<ExitCode | null> => {
    if (options.allDue === true) {
      process.stderr.write(`${await privacy.markDueNotices()} people were told. ${UNDO_ADVICE}\n`);
      return null;
    }
    const { notified, unknown, mismatched } = await privacy.markNotices(entries);
    process.stderr.write(`${notified.length} people were told; ${unknown.length} ids are not stored.\n`);
    if (mismatched.length > 0)
      process.stderr.write(
        `${mismatched.length} ids are stored with another name and other addresses, and were left out: a spreadsheet may have changed them (0012345 becomes 12345).\n`,
      );
    if (notified.length > 0) process.stderr.write(`${UNDO_ADVICE}\n`);
    for (const id of [...unknown, ...mismatched]) process.stdout.write(`${id}\n`);
    return exitCodeForRows(unknown.length + mismatched.length);
  });
}

const UNDO_ADVICE = "`sourcing notices undo` takes this back.";

/** Takes back the notices that were recorded last and together. Returns the exit code. */
export async function undoNoticesSent(): Promise<void> {
  return withApp(async ({ privacy }) => {
    process.stderr.write(`${await privacy.undoNotices()} people count as not told again.\n`);
  });
}

async function* toTable(
  batches: AsyncIterable<NoticeLine[]>,
  baseUrl: string,
  count: (people: number) => void,
) {
  yield COLUMNS;
  for await (const batch of batches) {
    count(batch.length);
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

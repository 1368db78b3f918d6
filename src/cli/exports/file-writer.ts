import type { ExportWriter, SkippedCandidate } from "../../exports/export-people.ts";
import { type HiddenFile, openHidden } from "../../machine/temporary-file.ts";
import { escapeCell } from "../../specs/sheets/formula-guard.ts";
import { toCsv } from "../../specs/sheets/write-rows.ts";
import { leftOutName, numberedName } from "./export-file-names.ts";
import type { ExportLines } from "./export-lines.ts";

export interface FileSink extends ExportWriter {
  /** Names of the files with people; once published. */
  files(): readonly string[];
}

const LEFT_OUT_HEAD = ["profile_id", "full_name", "linkedin_url", "why"];

/**
 * Writes an export to files under hidden names until all are complete and on the disk; then it is `out`, or where the
 * format takes fewer rows a file than there are, `out` with numbers from 1. Who is left out stands in a file beside it.
 */
export function makeFileSink(out: string, lines: ExportLines, rowsPerFile: number | null): FileSink {
  const most = rowsPerFile ?? Number.POSITIVE_INFINITY;
  const parts: HiddenFile[] = [];
  let room = 0;
  let rest: HiddenFile | null = null;
  const addPart = async () => {
    const part = await openHidden(out);
    parts.push(part);
    await part.write(lines.head);
    room = most;
    return part;
  };
  const nameOf = (index: number) => (parts.length === 1 ? out : numberedName(out, index + 1));
  const all = () => [...parts, ...(rest === null ? [] : [rest])];
  return {
    files: () => parts.map((_, index) => nameOf(index)),
    async write(candidates) {
      for (let from = 0; from < candidates.length; ) {
        const part = room === 0 ? await addPart() : parts.at(-1);
        const some = candidates.slice(from, from + room);
        await part?.write(lines.toText(some));
        room -= some.length;
        from += some.length;
      }
    },
    async writeSkipped(people) {
      if (people.length === 0) return;
      if (rest === null) {
        rest = await openHidden(leftOutName(out));
        await rest.write(toCsv([LEFT_OUT_HEAD]));
      }
      await rest.write(toLeftOutCsv(people));
    },
    async finish() {
      if (parts.length === 0) await addPart();
      for (const file of all()) await file.finish();
    },
    async publish() {
      for (const [index, part] of parts.entries()) await part.publishAs(nameOf(index));
      await rest?.publishAs(leftOutName(out));
    },
    async discard() {
      for (const file of all()) await file.discard();
    },
  };
}

function toLeftOutCsv(people: readonly SkippedCandidate[]): string {
  const rows = people.map(({ candidate: { profile_id, full_name, linkedin_url }, why }) =>
    [profile_id, full_name, linkedin_url, why].map((text) => text && escapeCell(text)),
  );
  return toCsv(rows, { raw: true });
}

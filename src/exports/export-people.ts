import { storedSlug } from "../people/identity/linkedin-slug.ts";
import { StoreUnavailable } from "../values/errors.ts";
import type { Candidate } from "./candidate.ts";
import type { CompleteResult, ExportFilter, ExportNote, ExportSelector, ExportSet } from "./export-set.ts";
import type { ExportColumn, ExportFormat } from "./formats/export-format.ts";

/** A candidate whom the format cannot take. */
export interface SkippedCandidate {
  readonly candidate: Candidate;
  /** Such as "no Email". */
  readonly why: string;
}

/** Writes the file or stream of an export. */
export interface ExportWriter {
  write(candidates: readonly Candidate[]): Promise<void>;
  writeSkipped(people: readonly SkippedCandidate[]): Promise<void>;
  /** Resolves once everything is on the disk, or was read by the other side. Nothing is written afterwards. */
  finish(): Promise<void>;
  /** Gives the files their final names. Must be quick, because erasures wait for it. */
  publish(): Promise<void>;
  /** Removes what was written or published, as far as that is possible. */
  discard(): Promise<void>;
}

export interface ExportDeps {
  readonly store: ExportSelector;
  /** @param rows the maximum number of rows, without the header. @throws UsageError if they do not fit */
  readonly openWriter: (columns: readonly ExportColumn[], rows: number) => Promise<ExportWriter>;
}

export interface ExportRequest {
  readonly format: ExportFormat;
  readonly filter: ExportFilter;
  /** The options of the export, as they are recorded. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Aborts the export: nothing is recorded. */
  readonly signal: AbortSignal;
}

export interface ExportResult {
  readonly completed: CompleteResult;
  readonly people: number;
  readonly skipped: number;
}

const MAYBE_RECORDED =
  "the database went away while the export was recorded: if `sourcing exports` lists it, take it back with " +
  "`sourcing exports undo`; then export again";

/**
 * Writes the selected candidates and, once all are written durably, records that they were exported. If anything fails before,
 * nothing is recorded and no file is left.
 * @throws UsageError, StoreUnavailable, the reason of the signal
 */
export async function exportPeople(deps: ExportDeps, request: ExportRequest): Promise<ExportResult> {
  const { filter, format } = request;
  return deps.store.select(filter, async (exportSet) => {
    const columns = format.columns({ contacts: filter.contacts, more: exportSet.more });
    const writer = await deps.openWriter(columns, exportSet.people);
    let isPublished = false;
    const publish = async () => {
      isPublished = true;
      await writer.publish();
    };
    try {
      const counts = await writeAll(exportSet, columns, writer, request);
      await writer.finish();
      request.signal.throwIfAborted();
      const completed = await exportSet.complete(toNote(request, counts.skipped), publish);
      if (completed.kind === "erased") await writer.discard();
      return { completed, ...counts };
    } catch (error) {
      await writer.discard();
      throw isPublished && error instanceof StoreUnavailable ? new StoreUnavailable(MAYBE_RECORDED) : error;
    }
  });
}

async function writeAll(
  exportSet: ExportSet,
  columns: readonly ExportColumn[],
  writer: ExportWriter,
  { format, signal }: ExportRequest,
): Promise<{ people: number; skipped: number }> {
  const required = columns.filter((column) => column.required === true);
  const key = columns.find(({ name }) => name === format.key) ?? null;
  const sharedBy = [
    ...(key === null ? [] : [key.name]),
    ...(format.onePerProfile ? ["LinkedIn address"] : []),
  ].join(" or ");
  let people = 0;
  let skipped = 0;
  for await (const batch of exportSet.batches()) {
    signal.throwIfAborted();
    const { complete, incomplete } = splitByRequired(batch, required, format);
    const marked = await exportSet.markExported(complete.map((one) => toExportedPerson(one, key, format)));
    const isMarked = ({ profile_id }: Candidate) => marked.has(profile_id);
    const duplicates = complete
      .filter((candidate) => !isMarked(candidate))
      .map((candidate) => ({ candidate, why: `the same ${sharedBy} as an earlier row` }));
    const written = complete.filter(isMarked);
    await writer.write(written);
    await writer.writeSkipped([...incomplete, ...duplicates]);
    people += written.length;
    skipped += incomplete.length + duplicates.length;
  }
  return { people, skipped };
}

function splitByRequired(
  batch: readonly Candidate[],
  required: readonly ExportColumn[],
  { refuse }: ExportFormat,
): { complete: Candidate[]; incomplete: SkippedCandidate[] } {
  const complete: Candidate[] = [];
  const incomplete: SkippedCandidate[] = [];
  for (const candidate of batch) {
    const refused = refuse?.(candidate) ?? null;
    if (refused !== null) {
      incomplete.push({ candidate, why: refused });
      continue;
    }
    const missing = required.filter(({ value }) => (value(candidate) ?? "") === "");
    if (missing.length === 0) complete.push(candidate);
    else incomplete.push({ candidate, why: missing.map(({ name }) => `no ${name}`).join(", ") });
  }
  return { complete, incomplete };
}

function toExportedPerson(candidate: Candidate, key: ExportColumn | null, { onePerProfile }: ExportFormat) {
  const url = candidate.linkedin_url;
  return {
    profileId: candidate.profile_id,
    key: key === null ? null : String(key.value(candidate)).toLowerCase(),
    slug: onePerProfile && url !== null ? storedSlug({ slug: null, url }) : null,
  };
}

function toNote({ format, filter, options }: ExportRequest, skipped: number): ExportNote {
  const { destination, contacts } = filter;
  return { destination, format: format.name, leftOut: skipped, filter: options, contacts };
}

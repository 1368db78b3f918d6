import { StoreUnavailable } from "../values/errors.ts";
import type { Candidate } from "./candidate.ts";
import type { CompleteResult, ExportFilter, ExportNote, ExportSelector, ExportSet } from "./export-set.ts";
import type { ExportColumn, ExportFormat } from "./formats/export-format.ts";

/** Somebody whom the format cannot take. */
export interface LeftOut {
  readonly candidate: Candidate;
  /** Such as "no Email". */
  readonly why: string;
}

/** Where an export goes. */
export interface ExportSink {
  write(candidates: readonly Candidate[]): Promise<void>;
  leaveOut(people: readonly LeftOut[]): Promise<void>;
  /** Ends once all of it is on the disk, or was taken by the reader; nothing is written afterwards. */
  finish(): Promise<void>;
  /** Gives it the names by which people find it. Quick, since erasures wait for it. */
  publish(): Promise<void>;
  /** Takes back whatever was written or published, as far as that is possible. */
  discard(): Promise<void>;
}

export interface ExportDeps {
  readonly store: ExportSelector;
  /** @param rows how many there are at most, the header aside. @throws UsageError where they cannot all go there */
  readonly openSink: (columns: readonly ExportColumn[], rows: number) => Promise<ExportSink>;
}

export interface ExportRequest {
  readonly format: ExportFormat;
  readonly filter: ExportFilter;
  /** What is remembered of the options by which people were chosen. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Ends the export, which then never was. */
  readonly signal: AbortSignal;
}

export interface ExportResult {
  readonly completed: CompleteResult;
  readonly people: number;
  readonly leftOut: number;
}

const IN_DOUBT =
  "the database went away while the export was recorded: if `sourcing exports` lists it, take it back with " +
  "`sourcing exports undo`; then export again";

/**
 * Writes the people asked for and records that they were handed over, once all is written and lasts; whatever goes wrong
 * before, nothing is recorded and no file is left.
 * @throws UsageError, StoreUnavailable, the reason of the signal
 */
export async function exportPeople(deps: ExportDeps, request: ExportRequest): Promise<ExportResult> {
  const { filter, format } = request;
  return deps.store.select(filter, async (selection) => {
    const columns = format.columns({ contacts: filter.contacts, more: selection.more });
    const sink = await deps.openSink(columns, selection.people);
    let isPublished = false;
    const publish = async () => {
      isPublished = true;
      await sink.publish();
    };
    try {
      const counts = await writeAll(selection, columns, sink, request);
      await sink.finish();
      request.signal.throwIfAborted();
      const completed = await selection.complete(toNote(request, counts.leftOut), publish);
      if (completed.kind === "erased") await sink.discard();
      return { completed, ...counts };
    } catch (error) {
      await sink.discard();
      throw isPublished && error instanceof StoreUnavailable ? new StoreUnavailable(IN_DOUBT) : error;
    }
  });
}

async function writeAll(
  selection: ExportSet,
  columns: readonly ExportColumn[],
  sink: ExportSink,
  { format, signal }: ExportRequest,
): Promise<{ people: number; leftOut: number }> {
  const required = columns.filter((column) => column.required === true);
  const key = columns.find(({ name }) => name === format.key) ?? null;
  let people = 0;
  let leftOut = 0;
  for await (const batch of selection.batches()) {
    signal.throwIfAborted();
    const { fit, unfit } = sortOut(batch, required);
    const noted = await selection.markExported(fit.map((candidate) => toHandedOver(candidate, key)));
    const isNoted = ({ profile_id }: Candidate) => noted.has(profile_id);
    const kept = fit.filter(isNoted);
    const doubles = fit
      .filter((candidate) => !isNoted(candidate))
      .map((candidate) => ({ candidate, why: `the same ${key?.name} as somebody before` }));
    await sink.write(kept);
    await sink.leaveOut([...unfit, ...doubles]);
    people += kept.length;
    leftOut += unfit.length + doubles.length;
  }
  return { people, leftOut };
}

function sortOut(
  batch: readonly Candidate[],
  required: readonly ExportColumn[],
): { fit: Candidate[]; unfit: LeftOut[] } {
  const fit: Candidate[] = [];
  const unfit: LeftOut[] = [];
  for (const candidate of batch) {
    const missing = required.filter(({ value }) => (value(candidate) ?? "") === "");
    if (missing.length === 0) fit.push(candidate);
    else unfit.push({ candidate, why: missing.map(({ name }) => `no ${name}`).join(", ") });
  }
  return { fit, unfit };
}

function toHandedOver(candidate: Candidate, key: ExportColumn | null) {
  return {
    profileId: candidate.profile_id,
    key: key === null ? null : String(key.value(candidate)).toLowerCase(),
  };
}

function toNote({ format, filter, options }: ExportRequest, leftOut: number): ExportNote {
  const { destination, contacts } = filter;
  return { destination, format: format.name, leftOut, filter: options, contacts };
}

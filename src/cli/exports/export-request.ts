import type { ExportFilter } from "../../exports/export-set.ts";
import type { ExportFormat } from "../../exports/formats/export-format.ts";
import { findFormat } from "../../exports/formats/formats.ts";
import { bindQuery, readQueryValues } from "../../query/named-queries.ts";
import { UsageError } from "../../values/errors.ts";
import { timeZoneProblem } from "../../values/time-zone.ts";
import { firstInstant } from "../../values/wall-clock.ts";
import type { CsvSigns } from "../command/csv-options.ts";
import { findShippedQuery, isQueryName } from "../store/find-query.ts";

export interface ExportOptions extends CsvSigns {
  readonly for: string;
  /** `7d`, or a day such as 2026-01-31. */
  readonly since?: string;
  /** The zone in which `since` names a day; that of the limits unless given. */
  readonly tz?: string;
  /** With commas between. */
  readonly specs?: string;
  /** Name of a query. */
  readonly query?: string;
  /** `name=value`, for the query. */
  readonly param: readonly string[];
  readonly new?: boolean;
  readonly contacts?: boolean;
  /** Destination; the name of the format unless told. */
  readonly to?: string;
  readonly out?: string;
  readonly raw?: boolean;
  readonly excel?: boolean;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Who is asked for, in which format, and what of that is remembered. @throws UsageError */
export function toExportRequest(
  options: ExportOptions,
  timeZone: string,
): {
  format: ExportFormat;
  filter: ExportFilter;
  options: Readonly<Record<string, unknown>>;
} {
  const format = findFormat(options.for);
  if (
    format.name !== "csv" &&
    (options.raw === true ||
      options.excel === true ||
      options.delimiter !== undefined ||
      options.decimal !== undefined)
  )
    throw new UsageError("--raw, --excel, --delimiter and --decimal go with --for csv");
  if (options.query === undefined && options.param.length > 0)
    throw new UsageError("--param goes with --query");
  const zoneProblem = timeZoneProblem(timeZone);
  if (zoneProblem !== null) throw new UsageError(`--tz ${timeZone}: ${zoneProblem}`);
  const filter: ExportFilter = {
    since: options.since === undefined ? null : toTimestamp(options.since, new Date(), timeZone),
    specs: options.specs?.split(",").map((spec) => spec.trim()) ?? null,
    query: options.query === undefined ? null : toQuery(options.query, options.param),
    isNew: options.new === true,
    destination: toDestination(options.to ?? format.name),
    contacts: options.contacts === true || format.needsContacts,
  };
  // Values of parameters are not remembered: they may name a person, who may be forgotten later.
  const remembered = {
    ...(filter.since === null ? {} : { since: filter.since.toISOString() }),
    ...(filter.specs === null ? {} : { specs: filter.specs }),
    ...(options.query === undefined ? {} : { query: options.query.trim() }),
    ...(filter.isNew ? { new: true } : {}),
  };
  return { format, filter, options: remembered };
}

/** Returns `7d` before now, or the beginning of a day in a zone. @throws UsageError */
export function toTimestamp(text: string, now: Date, timeZone: string): Date {
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  if (days !== undefined) return new Date(now.getTime() - Number(days) * DAY_MS);
  const [, year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined || !isDate(year, month, day))
    throw new UsageError(`--since takes days such as 7d, or a day such as 2026-01-31`);
  return firstInstant({ year, month, day, hour: 0, minute: 0 }, timeZone);
}

function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function toDestination(text: string): string {
  const name = text.trim().toLowerCase();
  if (/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,62}$/u.test(name)) return name;
  throw new UsageError("--to takes a name of letters and digits, at most 63, such as greenhouse-berlin");
}

/** Only by name: SQL of people runs as the reader, and this does not. */
function toQuery(name: string, values: readonly string[]): ExportFilter["query"] {
  if (isQueryName(name.trim()))
    return bindQuery(findShippedQuery(name.trim()), readQueryValues([], values), null);
  throw new UsageError("--query takes the name of a query: `sourcing queries` lists them");
}

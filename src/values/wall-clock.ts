/** A minute that a clock on a wall shows. */
export interface LocalMinute {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const MINUTE_MS = 60_000;
/** Clocks are up to 14 hours from UTC, and a change of the clock moves them by up to 24 (Samoa, 2011). */
const AROUND_MS = 48 * 60 * MINUTE_MS;
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Returns the first instant at which the clocks of a zone show a minute; for a minute that they jump over, the first
 * instant after the jump. The zone's data are those of this Node.
 */
export function firstInstant(local: LocalMinute, timeZone: string): Date {
  const asUtc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute);
  const [before, after] = [asUtc - AROUND_MS, asUtc + AROUND_MS];
  const earlier = offsetMs(before, timeZone);
  const later = offsetMs(after, timeZone);
  if (earlier === later && offsetMs(asUtc - earlier, timeZone) === earlier) return new Date(asUtc - earlier);
  const matches = [asUtc - earlier, asUtc - later]
    .filter((ms) => ms + offsetMs(ms, timeZone) === asUtc)
    .sort((a, b) => a - b);
  return new Date(matches[0] ?? firstShowing(asUtc, before, after, timeZone));
}

/** Returns the date that the clocks of a zone show at an instant. */
export function localDate(instant: Date, timeZone: string): Pick<LocalMinute, "year" | "month" | "day"> {
  const shown = new Date(instant.getTime() + offsetMs(instant.getTime(), timeZone));
  return { year: shown.getUTCFullYear(), month: shown.getUTCMonth() + 1, day: shown.getUTCDate() };
}

/** Returns how many minutes a zone is ahead of UTC at an instant, as this Node sees it. */
export function zoneOffsetMinutes(instant: Date, timeZone: string): number {
  return offsetMs(instant.getTime(), timeZone) / MINUTE_MS;
}

/** The first minute from which on the clocks show `asUtc` or later, between two instants round a single change. */
function firstShowing(asUtc: number, before: number, after: number, timeZone: string): number {
  let [low, high] = [before, after];
  while (high - low > MINUTE_MS) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS;
    if (middle + offsetMs(middle, timeZone) >= asUtc) high = middle;
    else low = middle;
  }
  return high;
}

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds, whole minutes. */
function offsetMs(ms: number, timeZone: string): number {
  const parts = formatOf(timeZone).formatToParts(ms);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(read("year"), read("month") - 1, read("day"), read("hour"), read("minute"));
  return shown - Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  formats.set(timeZone, format);
  return format;
}

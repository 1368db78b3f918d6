import { zoneOffsetMinutes } from "../../values/wall-clock.ts";

/** How many minutes a zone is ahead of UTC at some instants, as the database sees it; null: it does not know the zone. */
export type ReadZoneOffsets = (
  timeZone: string,
  instants: readonly Date[],
) => Promise<readonly number[] | null>;

const DAY_MS = 24 * 60 * 60 * 1_000;
/** A year and the changes of the clock that it holds. */
const DAYS_COMPARED = 400;

/** Says which of some zones the database does not know, or reads differently from Node within the next 400 days; a sentence each. */
export async function compareZones(
  zones: Iterable<string>,
  readOffsets: ReadZoneOffsets,
  now: Date,
): Promise<string[]> {
  const instants = Array.from(
    { length: DAYS_COMPARED * 2 },
    (_, index) => new Date(now.getTime() + (index * DAY_MS) / 2),
  );
  const sentences: string[] = [];
  for (const zone of new Set(zones)) {
    const offsets = await readOffsets(zone, instants);
    const differing = instants.find(
      (instant, index) => offsets?.[index] !== zoneOffsetMinutes(instant, zone),
    );
    if (offsets === null) sentences.push(`the database does not know the time zone ${zone}`);
    else if (differing !== undefined)
      sentences.push(
        `Node and the database disagree about the clocks of ${zone} from ${differing.toISOString().slice(0, 10)} on: days of limits follow the database, firings of schedules Node; update the older of the two`,
      );
  }
  return sentences;
}

const NARROW = "\u2009";

/** A count with its thousands apart: 12,480. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** A ratio with two digits; an en dash where there is none. */
export function ratio(value: number, of: number): string {
  return of === 0 ? "–" : (value / of).toFixed(2);
}

/** A share as per cent without digits. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}${NARROW}%`;
}

/** A date and minute in a zone: 14 Dec 2026, 02:00. */
export function minute(at: Date, timeZone: string): string {
  return at.toLocaleString("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
}

/** A day in a zone: 14 Dec 2026. */
export function day(at: Date, timeZone: string): string {
  return at.toLocaleDateString("en-GB", { timeZone, day: "numeric", month: "short", year: "numeric" });
}

/** The time of day in a zone, with seconds: 02:00:14. */
export function clock(at: Date, timeZone: string): string {
  return at.toLocaleTimeString("en-GB", { timeZone });
}

/** How long something took: 12 s, 4 min, 2 h 10 min. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** A count with its noun: 1 call, 3 calls. */
export function plural(value: number, noun: string, nouns = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : nouns}`;
}

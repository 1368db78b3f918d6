import { z } from "zod";
import { nearest } from "./nearest.ts";

/** Abbreviations that Node, Postgres and people read in different ways, with the zone most likely meant. */
const MEANT: Readonly<Record<string, string>> = {
  Z: "UTC",
  GMT: "UTC",
  UCT: "UTC",
  ZULU: "UTC",
  BST: "Europe/London",
  IST: "Asia/Kolkata",
  WET: "Europe/Lisbon",
  WEST: "Europe/Lisbon",
  CET: "Europe/Paris",
  CEST: "Europe/Paris",
  MET: "Europe/Paris",
  MEZ: "Europe/Berlin",
  MESZ: "Europe/Berlin",
  EET: "Europe/Athens",
  EEST: "Europe/Athens",
  MSK: "Europe/Moscow",
  EST: "America/New_York",
  EDT: "America/New_York",
  EST5EDT: "America/New_York",
  CST: "America/Chicago",
  CDT: "America/Chicago",
  CST6CDT: "America/Chicago",
  MST: "America/Denver",
  MDT: "America/Denver",
  MST7MDT: "America/Denver",
  PST: "America/Los_Angeles",
  PDT: "America/Los_Angeles",
  PST8PDT: "America/Los_Angeles",
  AST: "America/Halifax",
  HST: "Pacific/Honolulu",
  JST: "Asia/Tokyo",
  AEST: "Australia/Sydney",
  AEDT: "Australia/Sydney",
  NZST: "Pacific/Auckland",
  NZDT: "Pacific/Auckland",
};
/** Area/City, or UTC; never posix/ or right/, which count leap seconds or are unknown to Node. */
const NAME = /^(?!posix\/|right\/|systemv\/)[A-Z][A-Za-z_]*(?:\/[A-Z0-9_+-]+)+$/iu;
const OFFSET = /^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$/iu;

/** The name of a time zone: `UTC`, or Area/City as IANA keeps them and Node knows them. */
export const timeZoneSchema = z.string().superRefine((zone, context) => {
  const problem = timeZoneProblem(zone);
  if (problem !== null) context.addIssue({ code: "custom", message: problem, input: zone });
});

/** Why a text is no time zone here, and what to write; null where it is one. */
export function timeZoneProblem(zone: string): string | null {
  if (zone.toUpperCase() === "UTC") return null;
  if (NAME.test(zone) && isKnownToNode(zone)) return null;
  const meant = meantZone(zone);
  return `expected the name of a time zone, UTC or Area/City such as Europe/Paris${meant === null ? "" : `; did you mean ${meant}?`}`;
}

function isKnownToNode(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).format() !== "";
  } catch {
    return false;
  }
}

function meantZone(zone: string): string | null {
  const text = zone.trim();
  const abbreviated = MEANT[text.toUpperCase()];
  if (abbreviated !== undefined) return abbreviated;
  if (OFFSET.test(text)) return zonesAtOffset(text);
  if (text !== "" && isKnownToNode(text)) {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions();
    if (NAME.test(timeZone)) return timeZone;
  }
  const zones = Intl.supportedValuesOf("timeZone");
  const city = zones.find((each) =>
    each.toLowerCase().endsWith(`/${text.toLowerCase().replaceAll(" ", "_")}`),
  );
  return city ?? nearest(text, zones);
}

/** Offsets have no summer time, and Postgres reads their sign the other way round: names of places at that offset. */
function zonesAtOffset(text: string): string | null {
  const [, sign = "+", hours = "", minutes = "00"] = OFFSET.exec(text) ?? [];
  const shown = `GMT${sign}${hours.padStart(2, "0")}:${minutes}`;
  if (/^GMT[+-]00:00$/.test(shown)) return "UTC";
  const matches = Intl.supportedValuesOf("timeZone").filter((timeZone) => {
    const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
    return NAME.test(timeZone) && format.formatToParts(WINTER).some(({ value }) => value === shown);
  });
  const known = matches.filter((zone) => LARGE.has(zone));
  const named = (known.length > 0 ? known : matches).slice(0, 3);
  return named.length === 0 ? null : named.join(" or ");
}

/** An offset is looked for as the clocks stand in a January. */
const WINTER = Date.UTC(2027, 0, 15);
/** Named before others of the same offset. */
const LARGE = new Set(
  "Europe/London Europe/Paris Europe/Berlin Europe/Athens Europe/Moscow Africa/Lagos Africa/Cairo Asia/Dubai Asia/Karachi Asia/Calcutta Asia/Kolkata Asia/Dhaka Asia/Bangkok Asia/Shanghai Asia/Singapore Asia/Tokyo Australia/Sydney America/New_York America/Chicago America/Denver America/Los_Angeles America/Sao_Paulo America/Bogota".split(
    " ",
  ),
);

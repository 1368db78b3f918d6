import { expect, test } from "vitest";
import { timeZoneProblem } from "../../src/values/time-zone.ts";

test.each([
  "UTC",
  "utc",
  "Europe/Paris",
  "europe/paris",
  "Europe/Kyiv",
  "Europe/Kiev",
  "Asia/Calcutta",
  "America/Argentina/Buenos_Aires",
  "America/Port-au-Prince",
  "Etc/UTC",
])("%s is a time zone", (zone) => {
  expect(timeZoneProblem(zone)).toBeNull();
});

test.each([
  ["+05:30", "Asia/"],
  ["+0530", "Asia/"],
  ["+02:00", "Europe/"],
  ["-05", "America/"],
  ["UTC+2", "/"],
  ["GMT+2", "/"],
  ["+00:00", "did you mean UTC?"],
  ["Z", "did you mean UTC?"],
  ["GMT", "did you mean UTC?"],
  ["BST", "did you mean Europe/London?"],
  ["IST", "did you mean Asia/Kolkata?"],
  ["CET", "did you mean Europe/Paris?"],
  ["EST", "did you mean America/New_York?"],
  ["EST5EDT", "did you mean America/New_York?"],
  ["GB", "did you mean Europe/London?"],
  ["Japan", "did you mean Asia/Tokyo?"],
  ["Berlin", "did you mean Europe/Berlin?"],
  ["new york", "did you mean America/New_York?"],
  ["Europe/Berlin ", "did you mean Europe/Berlin?"],
  ["Europe/Berlni", "did you mean Europe/Berlin?"],
  ["posix/Europe/Paris", "expected the name of a time zone"],
  ["right/Europe/Paris", "expected the name of a time zone"],
  ["Factory", "expected the name of a time zone"],
  ["localtime", "expected the name of a time zone"],
  ["<+02>-2", "expected the name of a time zone"],
  ["CET-1CEST", "expected the name of a time zone"],
  ["Mars/Base", "expected the name of a time zone"],
  ["W. Europe Standard Time", "expected the name of a time zone"],
  ["Europe/Paris\n", "did you mean Europe/Paris?"],
  ["", "expected the name of a time zone"],
])("%j is refused with the name to use", (zone, words) => {
  expect(timeZoneProblem(zone)).toContain(words);
});

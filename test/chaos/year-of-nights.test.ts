import { it } from "vitest";
import { expectEveryNight } from "../support/schedule-harness.ts";

it("a year of nights has one run a local date, and two where a schedule fires twice", () =>
  expectEveryNight("2026-01-01T12:00:00Z", 365));

import { describe, expect, it } from "vitest";
import { type ExportOptions, toExportRequest, toTimestamp } from "../../src/cli/exports/export-request.ts";

const wishOf = (options: Partial<ExportOptions>) =>
  toExportRequest({ for: "csv", param: [], ...options }, "UTC");

describe("what an export is asked for", () => {
  it.each<[Partial<ExportOptions>, string]>([
    [{ for: "xml" }, "--for takes csv, jsonl, greenhouse, hubspot"],
    [{ for: "jsonl", raw: true }, "--raw, --excel, --delimiter and --decimal go with --for csv"],
    [{ for: "hubspot", excel: true }, "--raw, --excel, --delimiter and --decimal go with --for csv"],
    [{ param: ["days=1"] }, "--param goes with --query"],
    [{ query: "select profile_id from profiles" }, "--query takes the name of a query"],
    [{ query: "no-such-query" }, "there is no query no-such-query"],
    [{ to: "../x" }, "--to takes a name"],
    [{ since: "soon" }, "--since takes days"],
  ])("is refused for %j", (options, why) => {
    expect(() => wishOf(options)).toThrow(why);
  });

  it("goes to a destination called like its format unless told", () => {
    expect(wishOf({ for: "hubspot" }).filter).toMatchObject({ destination: "hubspot", contacts: true });
    expect(wishOf({ to: " My CRM" }).filter).toMatchObject({ destination: "my crm", contacts: false });
  });

  it.each([
    ["UTC", "2026-01-31T00:00:00Z"],
    ["Asia/Kolkata", "2026-01-30T18:30:00Z"],
    ["America/Bogota", "2026-01-31T05:00:00Z"],
  ])("since a day begins at midnight in %s", (zone, instant) => {
    const since = toTimestamp("2026-01-31", new Date("2026-06-01T00:00:00Z"), zone);
    expect(since).toEqual(new Date(instant));
  });

  it("since a day whose midnight the clocks jump over begins after the jump", () => {
    expect(toTimestamp("2027-09-05", new Date(), "America/Santiago")).toEqual(
      new Date("2027-09-05T04:00:00Z"),
    );
    expect(() => toTimestamp("2026-02-30", new Date(), "UTC")).toThrow("--since takes days");
  });

  it("is remembered without what could name a person", () => {
    const { options } = wishOf({
      since: "2026-01-31",
      specs: "a, b",
      query: "provenance",
      param: ["profile=ada"],
      new: true,
    });
    expect(options).toEqual({
      since: "2026-01-31T00:00:00.000Z",
      specs: ["a", "b"],
      query: "provenance",
      new: true,
    });
  });

  it("takes days back from now", () => {
    expect(toTimestamp("7d", new Date("2026-01-08T10:00:00Z"), "UTC")).toEqual(
      new Date("2026-01-01T10:00:00Z"),
    );
  });
});

import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";

const client = new pg.Client({ connectionString: inject("postgresUrl") });
const SUMMER = "2027-07-15T12:00:00Z";

beforeAll(() => client.connect());
afterAll(() => client.end());

/** Minutes ahead of UTC in a July, as the database sees it; null: it does not know the zone. */
async function offsetInPostgres(zone: string): Promise<number | null> {
  const query = `select extract(epoch from ($1::timestamptz at time zone $2) - ($1::timestamptz at time zone 'UTC'))::integer / 60 as minutes`;
  const { rows } = await client.query(query, [SUMMER, zone]).catch(() => ({ rows: [{ minutes: null }] }));
  return rows[0]?.minutes ?? null;
}

/** The same in Node. */
function offsetInNode(timeZone: string): number | null {
  try {
    const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
    const { value = "" } =
      format.formatToParts(new Date(SUMMER)).find(({ type }) => type === "timeZoneName") ?? {};
    const [, sign = "+", hours = "0", minutes = "0"] = /GMT([+-])(\d+):(\d+)/u.exec(value) ?? [];
    return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  } catch {
    return null;
  }
}

describe("Node since 20 and PostgreSQL since 15", () => {
  it("take the same abbreviation for different zones, and know no summer time where the other does", async () => {
    expect([offsetInNode("BST"), await offsetInPostgres("BST")]).toEqual([360, 60]);
    expect([offsetInNode("IST"), await offsetInPostgres("IST")]).toEqual([330, 120]);
    expect([offsetInNode("CET"), await offsetInPostgres("CET")]).toEqual([120, 60]);
  });

  it("read the sign of an offset the other way round, where Node takes one", async () => {
    expect(await offsetInPostgres("+05:30")).toBe(-330);
    expect([null, 330]).toContain(offsetInNode("+05:30"));
  });

  it("take a name in any capitals", async () => {
    for (const zone of ["Europe/Paris", "europe/paris", "EUROPE/PARIS"]) {
      expect([offsetInNode(zone), await offsetInPostgres(zone)]).toEqual([120, 120]);
    }
  });

  it("do not know the same zones: US/Pacific-New is one to Node alone", async () => {
    expect([offsetInNode("US/Pacific-New"), await offsetInPostgres("US/Pacific-New")]).toEqual([-420, null]);
  });
});

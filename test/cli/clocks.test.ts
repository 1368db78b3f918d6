import { expect, it, vi } from "vitest";
import { expectFourSpecs, writeFourSpecs } from "../support/four-specs.ts";
import { rowsOf } from "../support/leased-walk.ts";
import { withCli } from "../support/test-cli.ts";

// Many processes side by side: a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000 });

const TWO_HOURS_MS = 7_200_000;
const CLOCK = new URL("../support/clock-ahead.mjs", import.meta.url).href;
const settingsOf = (aheadMs: number) => ({
  NODE_OPTIONS: `--import ${CLOCK}`,
  CLOCK_AHEAD_MS: String(aheadMs),
});

it.each([TWO_HOURS_MS, -TWO_HOURS_MS])(
  "a run goes by the database's clock, its own being off by %i ms",
  async (ms) => {
    await withCli({ people: 20_000 }, async (cli) => {
      const settings = { ...settingsOf(ms), DAILY_CREDIT_LIMIT: "5000" };
      expect((await cli.sourcing(["run", await writeFourSpecs(cli)], settings)).code).toBe(0);
      await expectFourSpecs(cli);
      const [row] = await rowsOf(
        cli.database,
        "select bool_and(opened_at between now() - interval '10 minutes' and now()) as now, bool_and(day = (now() at time zone 'UTC')::date) as today from calls",
      );
      expect(row).toEqual({ now: true, today: true });
    });
  },
);

it("a worker refuses to start on a clock two hours off, and says by how much", async () => {
  await withCli({}, async (cli) => {
    const { code, stderr } = await cli.sourcing(["worker"], settingsOf(TWO_HOURS_MS));
    expect(code).toBe(2);
    expect(stderr).toMatch(/this machine's clock is (?:7199|7200|7201) s ahead of the database's/);
  });
});

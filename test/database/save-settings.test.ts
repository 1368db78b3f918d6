import { expect, inject, it } from "vitest";
import { saveSettings } from "../../src/database/save-settings.ts";
import { openTestDatabase } from "../support/test-database.ts";

it("settings that views need are saved, and written only if they differ", async () => {
  const { db, close } = await openTestDatabase(inject("postgresUrl"));
  const stored = async () =>
    (
      await db.pool.query(
        `select credit_price, credit_currency, retention_days, raw_retention_days, limits_time_zone, xmin from settings`,
      )
    ).rows[0];
  const settings = {
    creditPrice: { amount: 0.1, currency: "EUR" },
    retentionDays: 365,
    rawRetentionDays: 30,
    limitsTimeZone: "Europe/Paris",
  };
  await saveSettings(db, settings);
  const first = await stored();
  expect(first).toMatchObject({
    credit_price: "0.1",
    credit_currency: "EUR",
    retention_days: 365,
    raw_retention_days: 30,
    limits_time_zone: "Europe/Paris",
  });
  await saveSettings(db, settings);
  expect(await stored()).toEqual(first);
  await saveSettings(db, { ...settings, creditPrice: null, retentionDays: null });
  expect(await stored()).toMatchObject({ credit_price: null, credit_currency: null, retention_days: null });
  await close();
});

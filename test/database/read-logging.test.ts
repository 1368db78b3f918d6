import { expect, inject, it } from "vitest";
import { openDatabase } from "../../src/database/open-database.ts";
import { findLoggedPeople, readLogging } from "../../src/database/read-logging.ts";
import { openTestDatabase } from "../support/test-database.ts";

it.each([
  [[], []],
  [["log_statement = 'ddl'"], []],
  [["log_statement = 'all'", "log_parameter_max_length = -1"], ["set log_parameter_max_length = 0"]],
  [["log_statement = 'mod'", "log_parameter_max_length = 8"], ["log_parameter_max_length = 8"]],
  [["log_min_duration_statement = 0", "log_parameter_max_length = -1"], ["log_min_duration_statement with"]],
  [["log_min_duration_sample = 5000", "log_parameter_max_length = -1"], ["log_min_duration_sample with"]],
  [
    ["log_transaction_sample_rate = 0.01", "log_parameter_max_length = -1"],
    ["log_transaction_sample_rate with"],
  ],
  [["log_parameter_max_length_on_error = -1"], ["log_parameter_max_length_on_error = -1"]],
  [["log_statement = 'all'", "log_parameter_max_length = 0"], ["as it was typed"]],
])("of a login with %j it is said: %j", async (settings, expected) => {
  const { db, url, close } = await openTestDatabase(inject("postgresUrl"));
  try {
    const { rows } = await db.pool.query("select current_database() as name");
    for (const setting of settings) await db.pool.query(`alter database ${rows[0].name} set ${setting}`);
    const fresh = openDatabase({ url, connections: 1, applicationName: "test" });
    try {
      const said = findLoggedPeople(await readLogging(fresh));
      expect(said).toEqual(expected.map((part) => expect.stringContaining(part)));
    } finally {
      await fresh.close();
    }
  } finally {
    await close();
  }
});

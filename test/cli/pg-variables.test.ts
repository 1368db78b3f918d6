import { join } from "node:path";
import { expect, it } from "vitest";
import { withCli } from "../support/test-cli.ts";

it("the embedded server hears nothing of the caller's PG* variables", async () => {
  await withCli({ people: 1_000 }, async (cli) => {
    const settings = {
      DATABASE_URL: "",
      SOURCING_HOME: join(cli.folder, "home"),
      PGOPTIONS: "-c search_path=pg_catalog -c default_transaction_read_only=on",
      PGSSLMODE: "require",
      PGHOST: "192.0.2.1",
      PGUSER: "another",
      PGDATABASE: "another",
    };
    const { code, stderr } = await cli.start(["schedule", "list"], settings).ended;
    expect([code, stderr]).toEqual([0, expect.not.stringContaining("database says")]);
  });
});

import { expect, inject, it } from "vitest";
import { answeredPages } from "../../bench/answered-pages.ts";
import { buyAlone } from "../../bench/buy-alone.ts";
import { planWalks } from "../../bench/plan-walks.ts";
import { spendBudget } from "../../bench/spend-budget.ts";
import { openTestDatabase } from "../support/test-database.ts";

it("a bench's writers spend one budget to the credit, and its lone walk stores what it buys", async () => {
  const database = await openTestDatabase(inject("postgresUrl"));
  const answers = await answeredPages(2);
  const [answer] = answers;
  if (answer === undefined) throw new Error("the search found nobody");
  await buyAlone(await planWalks(database.db, "alone", 1, null), answers);
  expect(await spendBudget(database.db, "crowd", 4, 12, answer)).toBeGreaterThan(0);
  const { rows } = await database.db.pool.query(
    `select (select array_agg(spent::integer order by key::bigint) from budgets where scope = 'run') as spent,
       (select count(*) from profiles) as people, (select count(*) from calls where status <> 'settled') as unsettled`,
  );
  expect(rows).toEqual([{ spent: [50, 300], people: 50, unsettled: 0 }]);
  await database.close();
});

import { withApp } from "../command/with-app.ts";

/** Stops or allows all spending. */
export async function hold(held: boolean): Promise<void> {
  await withApp(({ ledger }) => ledger.hold(held));
  const words = held
    ? "All spending is on hold: walks stop at their next page. `sourcing release` allows it again."
    : "Spending is allowed again: `sourcing resume` carries on.";
  process.stderr.write(`${words}\n`);
}

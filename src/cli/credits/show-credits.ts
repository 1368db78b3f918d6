import {
  type BalanceLine,
  LEDGER_GROUPS,
  type LedgerGroup,
  type LedgerLine,
  type SettledTogether,
  type SuspenseLine,
} from "../../credits/spend-report.ts";
import { UsageError } from "../../values/errors.ts";
import { toPrintableJson } from "../../values/printable-text.ts";
import { withApp } from "../command/with-app.ts";
import { renderTable } from "../screen/render-table.ts";

export interface CreditsOptions {
  readonly by?: string;
  readonly suspense?: boolean;
  readonly json?: boolean;
}

const LEDGER_SUMS: readonly { readonly head: string; readonly dropOrder?: number }[] = [
  { head: "pages", dropOrder: 3 },
  { head: "people", dropOrder: 2 },
  { head: "new" },
  { head: "credits" },
  { head: "in suspense" },
  { head: "under way", dropOrder: 1 },
  { head: "credits per new person" },
];
const SUSPENSE_COLUMNS = ["call", "spec", "run", "page", "credits", "opened", "bought again", "why"];

/** Shows the ledger. @throws UsageError */
export async function showCredits(options: CreditsOptions): Promise<void> {
  const group = toGroup(options.by ?? "spec");
  return withApp(async ({ ledger }) => {
    const resolved = await ledger.resolveSuspense();
    if (resolved > 0)
      process.stderr.write(
        `${resolved} calls in suspense are settled: the balances tell what they were charged.\n`,
      );
    const lines = options.suspense === true ? [] : await ledger.lines(group);
    const suspense = await ledger.suspense();
    const settledTogether = await ledger.settledTogether();
    const balances = await ledger.balances();
    if (options.json === true) {
      process.stdout.write(`${toPrintableJson({ by: group, lines, suspense, settledTogether, balances })}\n`);
      return;
    }
    const shown =
      options.suspense === true ? renderSuspense(suspense) : renderLedger(group, lines, suspense.length);
    process.stdout.write(`${shown}${renderTogether(settledTogether)}${renderBalances(balances)}`);
  });
}

function toGroup(text: string): LedgerGroup {
  const group = LEDGER_GROUPS.find((name) => name === text);
  if (group === undefined) throw new UsageError(`--by takes ${LEDGER_GROUPS.join(", ")}`);
  return group;
}

function renderLedger(group: string, lines: readonly LedgerLine[], inSuspense: number): string {
  if (lines.length === 0) return "Nothing was bought yet.\n";
  const columns = [
    { head: group, shorten: { min: 12, max: Number.POSITIVE_INFINITY, kind: "name" as const } },
    ...LEDGER_SUMS.map(({ head, dropOrder }) => ({
      head,
      align: "right" as const,
      ...(dropOrder === undefined ? {} : { dropOrder }),
    })),
  ];
  const table = renderTable(columns, lines.map(toLedgerRow));
  const hint =
    inSuspense === 0 ? "" : `${inSuspense} calls in suspense: \`sourcing credits --suspense\` lists them.\n`;
  return `${table}\n${hint}`;
}

function toLedgerRow(line: LedgerLine): string[] {
  const { pages, profiles, profilesNew, creditsSpent, creditsInSuspense, creditsReserved } = line;
  const perNew = profilesNew === 0 ? "" : (creditsSpent / profilesNew).toFixed(2);
  const numbers = [pages, profiles, profilesNew, creditsSpent, creditsInSuspense, creditsReserved].map(
    String,
  );
  return [line.key, ...numbers, perNew];
}

function renderSuspense(lines: readonly SuspenseLine[]): string {
  if (lines.length === 0) return "No credits are in suspense.\n";
  const rows = lines.map(({ call, spec, run, page, credits, openedAt, rebought, why }) =>
    [call, spec, run, page, credits, toMinute(openedAt), rebought ? "yes" : "no", why ?? ""].map(String),
  );
  const columns = SUSPENSE_COLUMNS.map((head) => ({ head }));
  return `${renderTable(columns, rows)}\nLook them up in Leonar's usage page, then \`sourcing credits settle CALL --charged N\` (0: not charged).\n`;
}

function renderTogether(groups: readonly SettledTogether[]): string {
  return groups
    .map(
      ({ calls, credits }) =>
        `Calls ${calls.join(", ")} are settled together at ${credits} credits: the balances tell only their sum.\n`,
    )
    .join("");
}

/** The balance is known only from answers, so it says as of when. */
export function renderBalances(balances: readonly BalanceLine[]): string {
  return balances
    .map(({ key, balance, balanceAt, rejectedAt, emptyAt }) => {
      const known = balance === null ? "balance unknown" : `balance ${balance} credits`;
      const marks = [
        balanceAt === null ? "" : ` as of ${toMinute(balanceAt)}`,
        rejectedAt === null ? "" : `, refused since ${toMinute(rejectedAt)}`,
        emptyAt === null ? "" : `, out of credits since ${toMinute(emptyAt)}`,
      ];
      return `Key ${key}: ${known}${marks.join("")}\n`;
    })
    .join("");
}

function toMinute(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

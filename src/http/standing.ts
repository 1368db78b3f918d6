import type { Standing } from "../runs/store/read-standing.ts";
import { count, minute, plural } from "./html/format.ts";
import { type Html, html } from "./html/html.ts";

/** The sentence at the top of every page: whether anything can be bought, from what balance, and by whom. */
export function renderStanding(standing: Standing, timeZone: string): Html {
  const { held, balance, balanceAt, workers } = standing;
  const known =
    balance === null || balanceAt === null
      ? "balance not known yet"
      : `balance ${count(balance)} as of ${minute(balanceAt, timeZone)}`;
  return html`${held && html`<a href="/" class="warn">spending is on hold</a> · `}<span>${known}</span> · <span class="${workers === 0 ? "warn" : ""}">${workers === 0 ? "no worker" : plural(workers, "worker")}</span>`;
}

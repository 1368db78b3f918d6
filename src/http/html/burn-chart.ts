import { clock, count } from "./format.ts";
import { type Html, html } from "./html.ts";

export interface BurnPoint {
  readonly at: Date;
  readonly credits: number;
  readonly newPeople: number;
}

export interface BurnChart {
  readonly points: readonly BurnPoint[];
  readonly budget: number | null;
  readonly timeZone: string;
}

const WIDTH = 640;
const HEIGHT = 240;
const LEFT = 56;
const RIGHT = 560;
const TOP = 28;
const BOTTOM = 200;

/** Credits and new people over the time of a run, with its budget as a line. */
export function burnChart({ points, budget, timeZone }: BurnChart): Html {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return html`<p class="empty">Nothing was bought yet.</p>`;
  const top = Math.max(niceTop(Math.max(last.credits, last.newPeople)), budget ?? 0);
  const from = first.at.getTime();
  const span = Math.max(1, last.at.getTime() - from);
  const x = (at: Date) => LEFT + ((at.getTime() - from) / span) * (RIGHT - LEFT);
  const y = (value: number) => BOTTOM - (value / top) * (BOTTOM - TOP);
  const path = (of: (point: BurnPoint) => number) =>
    `M${LEFT} ${BOTTOM}${points.map((point) => `L${round(x(point.at))} ${round(y(of(point)))}`).join("")}`;
  const label = `${count(last.credits)} credits and ${count(last.newPeople)} new people${budget === null ? "" : `, budget ${count(budget)}`}`;
  const [creditsAt, peopleAt] = apart(y(last.credits), y(last.newPeople));
  return html`<svg viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}" role="img" aria-label="${label}">
${[0, 0.5, 1].map((share) => axis(share * top, y(share * top)))}
${budget !== null && html`<line class="line-bad" x1="${String(LEFT)}" x2="${String(RIGHT)}" y1="${round(y(budget))}" y2="${round(y(budget))}"/><text class="text-bad" x="${String(LEFT + 4)}" y="${round(y(budget) - 6)}">budget ${count(budget)}</text>`}
<path class="line-new" d="${path(({ newPeople }) => newPeople)}"/><path class="line-accent" d="${path(({ credits }) => credits)}"/>
<text class="text-accent" x="${String(RIGHT + 8)}" y="${round(creditsAt)}">${count(last.credits)}</text>
<text class="text-new" x="${String(RIGHT + 8)}" y="${round(peopleAt)}">${count(last.newPeople)}</text>
<text x="${String(LEFT)}" y="${String(HEIGHT - 16)}">${clock(first.at, timeZone)}</text>
<text x="${String(RIGHT)}" y="${String(HEIGHT - 16)}" text-anchor="end">${clock(last.at, timeZone)}</text></svg>
<p class="legend"><span class="accent">credits</span><span class="new">new people</span></p>`;
}

function axis(value: number, at: number): Html {
  return html`<line class="line-axis" x1="${String(LEFT)}" x2="${String(RIGHT)}" y1="${round(at)}" y2="${round(at)}"/><text x="${String(LEFT - 8)}" y="${round(at + 4)}" text-anchor="end">${count(value)}</text>`;
}

/** Two labels that would cover each other are moved apart. */
function apart(one: number, other: number): [number, number] {
  const middle = (one + other) / 2;
  if (Math.abs(one - other) >= 16) return [one + 4, other + 4];
  return one <= other ? [middle - 4, middle + 12] : [middle + 12, middle - 4];
}

/** A round number not below the value: 1, 2 or 5 times a power of ten. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 10)));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

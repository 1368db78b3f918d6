import { type Html, html } from "./html.ts";

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Part of the value, drawn in green; absent: none. */
  readonly part?: number;
  /** What the bar says where it is pointed at. */
  readonly words: string;
}

const WIDTH = 1_040;
const HEIGHT = 180;
const LEFT = 48;
const TOP = 16;
const BOTTOM = 148;

/** Bars beside each other, such as credits by day, with a part of each. */
export function barChart(bars: readonly Bar[], label: string): Html {
  if (bars.length === 0) return html`<p class="empty">Nothing was bought yet.</p>`;
  const top = Math.max(1, ...bars.map(({ value }) => value));
  const step = (WIDTH - LEFT) / Math.max(bars.length, 12);
  const y = (value: number) => BOTTOM - (value / top) * (BOTTOM - TOP);
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
${[0, 0.5, 1].map((share) => html`<line class="line-axis" x1="${LEFT}" x2="${WIDTH}" y1="${y(share * top)}" y2="${y(share * top)}"/><text x="${LEFT - 8}" y="${y(share * top) + 4}" text-anchor="end">${Math.round(share * top).toLocaleString("en-US")}</text>`)}
${bars.map(({ value, part = 0, words }, index) => {
  const x = (LEFT + index * step + 1).toFixed(1);
  const width = Math.max(1, Math.min(step - 2, 40)).toFixed(1);
  return html`<g><title>${words}</title><rect class="fill-known" x="${x}" width="${width}" y="${y(value).toFixed(1)}" height="${(BOTTOM - y(value)).toFixed(1)}"/><rect class="fill-new" x="${x}" width="${width}" y="${y(part).toFixed(1)}" height="${(BOTTOM - y(part)).toFixed(1)}"/></g>`;
})}
<text x="${LEFT}" y="${HEIGHT - 12}">${bars[0]?.label}</text>
${bars.length > 1 && html`<text x="${Math.min(WIDTH, LEFT + bars.length * step)}" y="${HEIGHT - 12}" text-anchor="end">${bars.at(-1)?.label}</text>`}</svg>`;
}

import type { PageCell } from "../../runs/store/course/read-run-course.ts";
import { percent, plural } from "./format.ts";
import { type Html, html } from "./html.ts";

const HEIGHT = 16;

/** A cell a page in a row a search, filled with green as far as its people were new. */
export function pageCells(cells: readonly PageCell[]): Html {
  if (cells.length === 0) return html`<p class="empty">No page was bought yet.</p>`;
  const bySpec = new Map<string, PageCell[]>();
  for (const cell of cells) bySpec.set(cell.spec, [...(bySpec.get(cell.spec) ?? []), cell]);
  return html`${[...bySpec].map(
    ([spec, list]) => html`<h3 class="small">${spec}</h3><div class="pages">${list.map(drawCell)}</div>`,
  )}<p class="legend"><span class="new">new people</span><span>known people</span><span class="warn">in suspense</span></p>`;
}

function drawCell({ page, pages, profiles, profilesNew, suspense }: PageCell): Html {
  const share = profiles === 0 ? 0 : profilesNew / profiles;
  const height = Math.round(share * HEIGHT);
  const where = pages === 1 ? `page ${page}` : `pages ${page} to ${page + pages - 1}`;
  const doubt = suspense === 0 ? "" : `, ${plural(suspense, "call")} in suspense`;
  return html`<svg viewBox="0 0 12 ${String(HEIGHT)}" role="img" aria-label="${where}: ${percent(share)} new${doubt}"><title>${where}: ${String(profilesNew)} of ${String(profiles)} new${doubt}</title><rect width="12" height="${String(HEIGHT)}" rx="2" class="${suspense > 0 && profiles === 0 ? "fill-warn" : "fill-known"}"/><rect y="${String(HEIGHT - height)}" width="12" height="${String(height)}" rx="${height > 3 ? "2" : "0"}" class="fill-new"/></svg>`;
}

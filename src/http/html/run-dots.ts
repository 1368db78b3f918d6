import type { RunSummary } from "../../runs/store/list-runs.ts";
import { count, duration, minute } from "./format.ts";
import { type Html, html } from "./html.ts";

const WIDTH = 1_040;
const HEIGHT = 140;
const LEFT = 64;
const BOTTOM = 112;
const TOP = 12;
/** Runs shorter than this stand on the ground, in milliseconds. */
const SHORTEST = 1_000;

/** Runs by when they started and how long they took, coloured by how they ended. Lengths stand on a scale of powers. */
export function runDots(runs: readonly RunSummary[], timeZone: string): Html | null {
  const times = runs.map(({ startedAt }) => startedAt.getTime());
  if (runs.length < 2) return null;
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const longest = Math.max(...runs.map(({ durationMs }) => durationMs), SHORTEST * 10);
  const x = (at: number) => LEFT + ((at - from) / Math.max(1, to - from)) * (WIDTH - LEFT - 24);
  const y = (ms: number) =>
    BOTTOM - (Math.log(Math.max(ms, SHORTEST) / SHORTEST) / Math.log(longest / SHORTEST)) * (BOTTOM - TOP);
  return html`<svg viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}" role="group" aria-label="Runs by start and length">
<line class="line-axis" x1="${String(LEFT)}" x2="${String(WIDTH)}" y1="${String(BOTTOM)}" y2="${String(BOTTOM)}"/>
<text x="0" y="${String(TOP + 4)}">${duration(longest)}</text><text x="0" y="${String(BOTTOM)}">${duration(SHORTEST)}</text>
<text x="${String(LEFT)}" y="${String(HEIGHT - 6)}">${minute(new Date(from), timeZone)}</text>
<text x="${String(WIDTH)}" y="${String(HEIGHT - 6)}" text-anchor="end">${minute(new Date(to), timeZone)}</text>
${runs.map((run) => dot(run, x(run.startedAt.getTime()), y(run.durationMs)))}</svg>`;
}

function dot({ runId, status, failed, creditsSpent, profilesNew }: RunSummary, x: number, y: number): Html {
  const end = failed > 0 ? "fill-bad" : status === "done" ? "fill-new" : "fill-warn";
  const words = `run ${runId}: ${status}, ${count(creditsSpent)} credits, ${count(profilesNew)} new people`;
  return html`<a href="/runs/${String(runId)}" aria-label="${words}"><circle class="${end}" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="5"><title>${words}</title></circle></a>`;
}

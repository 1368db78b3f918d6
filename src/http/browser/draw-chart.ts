import uPlot from "uplot";

const HEIGHT = 260;
const MOST_LINES = 6;
const COLOURS = ["--accent", "--new", "--warn", "--bad", "--soft", "--known"];
const TIME = /^\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d(?:\.\d+)?(?:[+-]\d\d(?::\d\d)?)?)?$/;

/** Draws the numbers of a table by its first column: times and numbers on a scale, other texts side by side. */
export function drawChart(place: HTMLElement, table: HTMLTableElement): void {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  const rows = [...(table.tBodies[0]?.rows ?? [])].map((row) =>
    [...row.cells].map((cell) => cell.textContent ?? ""),
  );
  const drawn = heads
    .map((head, index) => ({ name: head.textContent ?? "", index, isNumber: head.classList.contains("n") }))
    .filter(({ index, isNumber }) => index > 0 && isNumber)
    .slice(0, MOST_LINES);
  const firsts = rows.map(([first = ""]) => first);
  const axis = axisOf(firsts, heads[0]?.classList.contains("n") === true);
  const points = rows
    .map((row, at) => ({ row, x: axis.x[at] ?? Number.NaN }))
    .filter(({ x }) => Number.isFinite(x))
    .sort((one, other) => one.x - other.x);
  const lines = drawn.map(({ index }) => points.map(({ row }) => (row[index] ? Number(row[index]) : null)));
  const size = () => ({ width: Math.max(240, place.clientWidth), height: HEIGHT });
  const chart = new uPlot(
    {
      ...size(),
      ...optionsOf(
        axis,
        firsts,
        drawn.map(({ name }) => name),
      ),
    },
    [points.map(({ x }) => x), ...lines],
    place,
  );
  new ResizeObserver(() => chart.setSize(size())).observe(place);
}

interface Axis {
  readonly kind: "time" | "number" | "text";
  readonly x: readonly number[];
}

function axisOf(firsts: readonly string[], isNumber: boolean): Axis {
  const given = firsts.filter((text) => text !== "");
  if (isNumber) return { kind: "number", x: firsts.map((text) => (text === "" ? Number.NaN : Number(text))) };
  if (given.length > 0 && given.every((text) => TIME.test(text)))
    return { kind: "time", x: firsts.map((text) => Date.parse(toIso(text)) / 1_000) };
  return { kind: "text", x: firsts.map((_, at) => at) };
}

function toIso(text: string): string {
  return text.replace(" ", "T").replace(/([+-]\d\d)$/, (zone) => (text.includes(" ") ? `${zone}:00` : zone));
}

function optionsOf(
  { kind }: Axis,
  firsts: readonly string[],
  names: readonly string[],
): Omit<uPlot.Options, "width" | "height"> {
  const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const ends = {
    stroke: colour("--soft"),
    grid: { stroke: colour("--line") },
    ticks: { stroke: colour("--line") },
  };
  const label = (at: number) => (Number.isInteger(at) ? (firsts[at] ?? "").slice(0, 18) : "");
  const isText = kind === "text";
  return {
    scales: {
      x: {
        time: kind === "time",
        ...(isText ? { range: () => [-0.5, firsts.length - 0.5] as [number, number] } : {}),
      },
    },
    axes: [
      { ...ends, ...(isText ? { values: (_: uPlot, splits: number[]) => splits.map(label) } : {}) },
      { ...ends, size: 64 },
    ],
    series: [
      isText ? { value: (_: uPlot, at: number) => label(at) } : {},
      ...names.map((name, at) => {
        const stroke = colour(COLOURS[at] ?? "--accent");
        const bars = isText && names.length === 1 ? uPlot.paths.bars?.({ size: [0.7, 60] }) : undefined;
        return {
          label: name,
          stroke,
          width: 2,
          ...(bars === undefined ? {} : { paths: bars, fill: stroke }),
        };
      }),
    ],
  };
}

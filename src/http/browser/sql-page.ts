import { drawChart } from "./draw-chart.ts";
import { openEditor } from "./sql-editor.ts";

const form = document.querySelector<HTMLFormElement>("form[data-sql]");
const field = form?.querySelector<HTMLTextAreaElement>("textarea");
if (form && field) openEditor(form, field);

const chart = document.querySelector<HTMLElement>("[data-chart]");
const rows = document.querySelector<HTMLTableElement>("#result table");
if (chart !== null && rows !== null) drawChart(chart, rows);

// A link to a named query opens its form.
const linked = location.hash === "" ? null : document.querySelector(location.hash);
if (linked instanceof HTMLDetailsElement) linked.open = true;

import { z } from "zod";
import { checkSheet } from "../../composition/specs/check-sheet.ts";
import { describeChange, describeRevision, type ImportPlan } from "../../specs/spec-changes.ts";
import { UsageError } from "../../values/errors.ts";
import { plural } from "../html/format.ts";
import { type Html, html } from "../html/html.ts";
import { sheetParts } from "../html/sheet-parts.ts";
import { defineAction } from "../server/define-action.ts";
import { MOST_UPLOAD_BYTES, readUpload, uploadForm } from "../server/uploaded-sheet.ts";

const CHANGES_SHOWN = 200;
/** An address with more letters is refused by some proxies. */
const MOST_LINK = 2_000;

/** Checks a sheet and shows what is wrong with it and what storing it would change. Stores and buys nothing. */
export const checkSheetAction = defineAction({
  path: "/upload/check",
  scope: "read",
  mostBytes: MOST_UPLOAD_BYTES,
  params: z.object({}),
  form: uploadForm,
  async perform({ context }, _, form) {
    const upload = readUpload(form);
    const checked = await checkSheet(context.app, upload.sheet);
    return {
      show: (view) => ({
        title: "Checked sheet",
        scripts: ["upload-page.js"],
        body: sheetParts(view, upload, checked),
      }),
    };
  },
});

/** Stores the good rows of a checked sheet. Buys nothing. */
export const storeSheetAction = defineAction({
  path: "/upload/store",
  scope: "run",
  once: true,
  mostBytes: MOST_UPLOAD_BYTES,
  params: z.object({}),
  form: uploadForm,
  async perform({ context }, _, form) {
    const { sheet } = readUpload(form);
    if (sheet.specs.length === 0) throw new UsageError("the sheet has no good row: nothing was stored");
    const specs = sheet.specs.map(({ spec }) => spec);
    const plan = await context.app.specs.import(specs, { prune: false, mentioned: sheet.slugs });
    const enabled = specs.filter((spec) => spec.enabled).map(({ spec }) => spec);
    return { show: () => ({ title: "Stored", body: storedParts(plan, enabled, specs.length) }) };
  },
});

function storedParts(plan: ImportPlan, enabled: readonly string[], stored: number): Html {
  const { added, revised, changed, unchanged } = plan;
  const changes = [
    ...revised.map((change) => describeRevision(change)),
    ...changed.map(describeChange),
    ...added.map(({ spec }) => `${spec}: added`),
  ];
  const more = changes.length - CHANGES_SHOWN;
  return html`<section><h1>${plural(stored, "spec is", "specs are")} stored</h1>
<p class="under" role="status">${added.length} new, ${revised.length} revised, ${changed.length} changed, ${unchanged.length} unchanged. Nothing was bought.</p>
${enabled.length > 0 && html`<p><a class="btn" href="${planLink(enabled)}">What would they cost?</a></p>`}
<div class="card"><ul class="plain">${changes.slice(0, CHANGES_SHOWN).map((line) => html`<li>${line}</li>`)}</ul>
${more > 0 && html`<p class="soft">and ${plural(more, "more", "more")}</p>`}
<p><a href="/specs">All searches</a> · <a href="/upload">Another sheet</a></p></div></section>`;
}

/** The plan of these searches; of all stored ones where their names make no address. */
function planLink(specs: readonly string[]): string {
  const link = `/plan?${new URLSearchParams({ specs: specs.join(",") }).toString()}`;
  return link.length > MOST_LINK ? "/plan" : link;
}

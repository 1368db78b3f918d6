import { z } from "zod";
import { makeForget } from "../../composition/open-erasure.ts";
import { audited } from "../../composition/privacy/audited.ts";
import { keysOfId } from "../../people/identity/person-keys.ts";
import { describeCounts, describeKey } from "../../privacy/describe-erasure.ts";
import type { ErasurePlan, ExportedTo } from "../../privacy/erasure-plan.ts";
import { type ForgetResult, forget } from "../../privacy/forget.ts";
import { UsageError } from "../../values/errors.ts";
import { actionForm } from "../html/form.ts";
import { day, plural } from "../html/format.ts";
import { type Html, html } from "../html/html.ts";
import { personId } from "../pages/person.ts";
import { defineAction } from "../server/define-action.ts";
import type { PageBody, View } from "../server/define-page.ts";

const params = z.object({ id: personId });

/** Shows what forgetting a person would do. */
export const previewForgetAction = defineAction({
  path: "/people/:id/forget",
  scope: "privacy",
  params,
  form: z.object({}),
  async perform({ context, identity }, { id }) {
    const { app } = context;
    const access = { command: "person", subject: null, actor: identity.actor } as const;
    const plan = await audited(app, access, async (count) => {
      const planned = await app.privacy.planErasure(keysOfId(id));
      count(planned.people.length);
      return planned;
    });
    return { show: (view) => preview(id, plan, view) };
  },
});

/** Forgets a person, if what was typed names as many people as are found. */
export const forgetAction = defineAction({
  path: "/people/:id/forget/confirm",
  scope: "privacy",
  once: true,
  params,
  form: z.object({ confirm: z.string().trim() }),
  async perform({ context }, { id }, { confirm }) {
    const { app } = context;
    const keys = keysOfId(id);
    const { people } = await app.privacy.planErasure(keys);
    if (confirm !== wordsFor(people.length))
      throw new UsageError(
        `nothing was erased: type ${wordsFor(people.length)} to erase ${plural(people.length, "person", "people")}`,
      );
    const forgotten = await forget(await makeForget(app), keys, { allOfThem: true });
    return { show: (view) => report(forgotten, view) };
  },
});

function wordsFor(people: number): string {
  return `erase ${people}`;
}

function preview(id: string, plan: ErasurePlan, view: View): PageBody {
  const { people, keys, held, duplicates, specs } = plan;
  return {
    title: "Forget",
    body: html`<section><h1>Forget ${plural(people.length, "person", "people")}?</h1><p class="under">Nothing is erased yet. Forgetting cannot be undone: no run stores them again, and old backups hold them until you delete those.</p>
<div class="card">${lines(
      "Would be erased",
      people.map(
        ({ fullName, profileId, why }) => `${fullName ?? "(no name)"} (${profileId}), by ${describeKey(why)}`,
      ),
    )}
${lines("With them", describeCounts(held))}${lines("Would be suppressed", keys.map(describeKey))}
${lines(
  "Exported, to be deleted there",
  plan.exports.map((one) => exported(one, view)),
)}
${lines(
  "Not erased, maybe the same person",
  duplicates.map(({ fullName, profileId }) => `${fullName ?? "(no name)"} (${profileId})`),
)}
${lines("Searches that name them, to be changed by hand", specs)}</div></section>
<section><div class="card">${actionForm(view, {
      action: `/people/${encodeURIComponent(id)}/forget/confirm`,
      fields: html`<label>type <code>${wordsFor(people.length)}</code> <input name="confirm" autocomplete="off" required></label>`,
      button: `Forget ${plural(people.length, "person", "people")} for good`,
      kind: "stop",
      once: true,
      command: `sourcing forget ${id} --id`,
    })}<p><a href="/people/${encodeURIComponent(id)}">Back, and erase nothing</a></p></div></section>`,
  };
}

function report({ plan, erased, exports, files, scrub }: ForgetResult, view: View): PageBody {
  const scrubbed = scrub.remains.length === 0 ? [] : scrub.remains;
  return {
    title: "Forgotten",
    body: html`<section><h1>${plural(plan.people.length, "person is", "people are")} forgotten.</h1><p class="under">No run brings them back.${exports.length > 0 && " Delete them where they were exported, too."}</p>
<div class="card">${lines("With them", [...describeCounts(erased), ...(files === 0 ? [] : [`files on this machine's disk rewritten: ${files}`])])}
${lines(
  "Exported, to be deleted there",
  exports.map((one) => exported(one, view)),
)}
${lines("In the files of the server", scrubbed)}<p><a href="/people">People</a> · <a href="/requests">Requests</a></p></div></section>`,
  };
}

function exported({ exportId, destination, format, exportedAt }: ExportedTo, { timeZone }: View): string {
  return `export ${exportId} to ${destination} (${format}) on ${day(exportedAt, timeZone)}`;
}

function lines(title: string, list: readonly string[]): Html | false {
  return (
    list.length > 0 &&
    html`<h2 class="third">${title}</h2><ul class="plain">${list.map((line) => html`<li>${line}</li>`)}</ul>`
  );
}

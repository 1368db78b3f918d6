import { z } from "zod";
import { audited } from "../../composition/privacy/audited.ts";
import { historyOf } from "../../privacy/history-of.ts";
import { day } from "../html/format.ts";
import { html } from "../html/html.ts";
import { table } from "../html/table.ts";
import { personId } from "../pages/person.ts";
import { defineAction } from "../server/define-action.ts";
import { notFound } from "../server/http-error.ts";

/** Shows the addresses and numbers of a person, which the audit keeps. */
export const showContactsAction = defineAction({
  path: "/people/:id/contacts",
  scope: "contacts",
  params: z.object({ id: personId }),
  form: z.object({}),
  async perform({ context, identity }, { id }) {
    const { app } = context;
    const access = { command: "person", subject: null, actor: identity.actor } as const;
    const file = await audited(app, access, async (count) => {
      const found = await app.privacy.file(id);
      count(found === null ? 0 : 1);
      return found;
    });
    if (file === null) throw notFound("person with that id");
    const contacts = historyOf(file)?.contacts ?? [];
    return {
      show: ({ timeZone }) => ({
        title: "Contacts",
        body: html`<section><h1>Contacts of ${file.record.fullName ?? "(no name)"}</h1><p class="under"><a href="/people/${encodeURIComponent(id)}">Back to the person</a></p><div class="card">${table(
          [
            { head: "kind", cell: ({ kind }) => kind, tone: () => "soft" },
            { head: "value", cell: ({ value }) => value },
            { head: "type", cell: ({ type }) => type },
            { head: "status", cell: ({ status }) => status },
            {
              head: "of",
              cell: ({ formerPerson }) =>
                formerPerson === true ? "the person whom the id named before" : "this person",
              tone: ({ formerPerson }) => (formerPerson === true ? "warn" : "soft"),
            },
            { head: "since", cell: ({ since }) => day(since, timeZone) },
          ],
          contacts,
          { caption: "Addresses and numbers", empty: "None is held." },
        )}</div></section>`,
      }),
    };
  },
});

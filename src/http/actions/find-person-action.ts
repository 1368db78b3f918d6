import { z } from "zod";
import { audited } from "../../composition/privacy/audited.ts";
import { readPersonKeys } from "../../people/identity/person-keys.ts";
import { html } from "../html/html.ts";
import { table } from "../html/table.ts";
import { personLink } from "../pages/people.ts";
import { defineAction } from "../server/define-action.ts";

/** Finds a person by what is typed. It is a form, so that names and addresses stand in no address and no log. */
export const findPersonAction = defineAction({
  path: "/people/find",
  scope: "read",
  params: z.object({}),
  form: z.object({ text: z.string().trim().min(1).max(500) }),
  async perform({ context, identity }, _, { text }) {
    const { app } = context;
    const { people, more } = await audited(
      app,
      { command: "person", subject: null, actor: identity.actor },
      async (count) => {
        const found = await app.privacy.find(readPersonKeys(text), text);
        count(found.people.length);
        return found;
      },
    );
    const [only, ...others] = people;
    if (only !== undefined && others.length === 0)
      return { to: `/people/${encodeURIComponent(only.profileId)}` };
    return {
      show: () => ({
        title: "People found",
        body: html`<section><h1>${people.length === 0 ? "Nobody who is stored matches" : "Several people match"}</h1>
<p class="under">${more && "There are more: say it more precisely. "}<a href="/people">Back to people</a></p><div class="card">${table(
          [
            { head: "name", cell: ({ profileId, fullName }) => personLink(profileId, fullName) },
            { head: "title", cell: ({ currentTitle }) => currentTitle },
            { head: "company", cell: ({ currentCompany }) => currentCompany },
            { head: "place", cell: ({ location }) => location },
          ],
          people,
          {
            caption: "People found",
            empty: "A name, a LinkedIn address, an e-mail address, a number or an id finds people.",
          },
        )}</div></section>`,
      }),
    };
  },
});

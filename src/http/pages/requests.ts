import { z } from "zod";
import { type DataRequest, dataRequestSchema, REQUEST_KINDS } from "../../privacy/data-request.ts";
import { noticeCountsSchema } from "../../privacy/store/notices/count-notices.ts";
import { actionForm, choice, field } from "../html/form.ts";
import { count, day, plural } from "../html/format.ts";
import { type Html, html } from "../html/html.ts";
import { command, table } from "../html/table.ts";
import { definePage, type PageBody, type View } from "../server/define-page.ts";

const ANSWERED_SHOWN = 50;
const SOON_DAYS = 7;

const requestsSchema = z.object({ requests: z.array(dataRequestSchema), notices: noticeCountsSchema });

/** What a kind of request asks for, in words. */
const KINDS: Readonly<Record<DataRequest["kind"], string>> = {
  access: "a copy of what is held",
  erasure: "to be forgotten",
  objection: "to be left alone",
};

/** What people asked for about themselves, and by when it has to be answered. */
export const requestsPage = definePage({
  path: "/requests",
  nav: "Requests",
  scope: "privacy",
  params: z.object({}),
  data: requestsSchema,
  async read({ context }) {
    const { privacy } = context.app;
    return { requests: await privacy.requests(ANSWERED_SHOWN), notices: await privacy.countNotices() };
  },
  view,
});

function view({ requests, notices }: z.infer<typeof requestsSchema>, page: View): PageBody {
  const open = requests.filter(({ doneAt }) => doneAt === null);
  const late = open.filter(({ daysLeft }) => daysLeft < 0).length;
  return {
    title: "Requests",
    body: html`<section><h1 class="${late > 0 ? "bad" : ""}">${open.length === 0 ? "No request is open" : plural(open.length, "open request")}${late > 0 && `, ${count(late)} late`}</h1>
<p class="under">An answer is due one month after the request came. ${describeNotices(notices)}</p><div class="card">${openTable(open, page)}</div></section>
<section><h2>Write one down</h2><div class="card">${actionForm(page, {
      action: "/requests/record",
      body: html`<div class="fields">${choice(
        { name: "kind", label: "asks for", value: "erasure" },
        REQUEST_KINDS.map((kind) => [kind, KINDS[kind]]),
      )}${field({ name: "subject", label: "who: a name, an address, an id", required: true })}${field({ name: "received", label: "came on", type: "date", required: true })}</div>`,
      button: "Write down",
    })}</div></section>
<section><h2>Answered</h2><div class="card">${answeredTable(
      requests.filter(({ doneAt }) => doneAt !== null),
      page,
    )}</div></section>`,
  };
}

function describeNotices({ due, soon }: z.infer<typeof noticeCountsSchema>): Html {
  return html`${due === 0 ? "Nobody is due to be told that they are stored" : `${plural(due, "person is", "people are")} due to be told that they are stored`}${soon > 0 && `; ${count(soon)} more within a week`}. <code>sourcing notices --due --csv</code> lists them.`;
}

function openTable(open: readonly DataRequest[], page: View): Html {
  return html`${table<DataRequest>(
    [
      { head: "asks for", cell: ({ kind }) => KINDS[kind] },
      { head: "who", cell: ({ subject }) => subject },
      { head: "came on", cell: ({ receivedOn }) => receivedOn },
      {
        head: "due on",
        cell: ({ dueOn, daysLeft }) =>
          html`${dueOn} <span class="small">${daysLeft < 0 ? `${plural(-daysLeft, "day")} late` : `in ${plural(daysLeft, "day")}`}</span>`,
        tone: ({ daysLeft }) => (daysLeft < 0 ? "bad" : daysLeft <= SOON_DAYS ? "warn" : null),
      },
      { head: "written down by", cell: ({ recordedBy }) => recordedBy, tone: () => "soft" },
      { head: "do", cell: (request) => steps(request, page) },
    ],
    open,
    { caption: "Open requests", empty: "Write a request down on the day it comes: the month begins then." },
  )}${command("sourcing person TEXT --export · sourcing forget TEXT")}`;
}

/** The way to the person, and the form that closes the request. */
function steps({ id, subject, kind }: DataRequest, page: View): Html {
  const done = { access: "the copy was sent", erasure: "forgotten", objection: "forgotten and suppressed" }[
    kind
  ];
  return html`${actionForm(page, {
    action: "/people/find",
    fields: html`<input type="hidden" name="text" value="${subject}">`,
    button: "Find the person",
  })}${actionForm(page, {
    action: `/requests/${id}/close`,
    fields: html`<label>answered: <input name="outcome" value="${done}" required></label>`,
    button: "Close",
    once: true,
  })}`;
}

function answeredTable(answered: readonly DataRequest[], { timeZone }: View): Html {
  return table<DataRequest>(
    [
      { head: "request", cell: ({ id }) => id },
      { head: "asked for", cell: ({ kind }) => KINDS[kind] },
      { head: "came on", cell: ({ receivedOn }) => receivedOn },
      { head: "answered", cell: ({ doneAt }) => (doneAt === null ? "" : day(doneAt, timeZone)) },
      { head: "by", cell: ({ doneBy }) => doneBy },
      { head: "outcome", cell: ({ outcome }) => outcome },
    ],
    answered,
    {
      caption: "Answered requests, newest first",
      empty: "None yet. Names are dropped when a request is closed.",
    },
  );
}

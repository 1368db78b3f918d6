import { z } from "zod";
import { REQUEST_KINDS } from "../../privacy/data-request.ts";
import { defineAction } from "../server/define-action.ts";
import { notFound } from "../server/http-error.ts";

/** Writes down what a person asked for. */
export const recordRequestAction = defineAction({
  path: "/requests/record",
  scope: "privacy",
  params: z.object({}),
  form: z.object({
    kind: z.enum(REQUEST_KINDS),
    subject: z.string().trim().min(1, "say who").max(500),
    received: z.iso.date("expected the day on which it came"),
  }),
  async perform({ context, identity }, _, { kind, subject, received }) {
    const request = { kind, subject, receivedOn: received, recordedBy: identity.actor };
    const id = await context.app.privacy.recordRequest(request);
    return { to: "/requests", say: `Request ${id} is written down.` };
  },
});

/** Notes that a request was answered. */
export const closeRequestAction = defineAction({
  path: "/requests/:id/close",
  scope: "privacy",
  once: true,
  params: z.object({ id: z.coerce.number().int().positive() }),
  form: z.object({ outcome: z.string().trim().min(1).max(500) }),
  async perform({ context, identity }, { id }, { outcome }) {
    if (!(await context.app.privacy.closeRequest({ id, doneBy: identity.actor, outcome })))
      throw notFound(`open request ${id}`);
    return { to: "/requests", say: `Request ${id} is answered; how the person named themselves is dropped.` };
  },
});

import type { z } from "zod";
import type { Scope } from "../security/scope.ts";
import type { Visit } from "./console-context.ts";
import type { PageBody, View } from "./define-page.ts";

/** Where the browser goes after an action, and what it is told there once. */
export interface Redirection {
  readonly to: string;
  readonly say?: string;
}

/** A page that is shown once in answer to the form, such as what an action would do, or contacts. It has no address. */
export interface Answer {
  show(view: View): PageBody;
}

/** A file that is made while it is sent. */
export interface Download {
  readonly fileName: string;
  /** Its media type. */
  readonly type: string;
  /** Makes the text and passes it on. What it throws before that is answered as an error; after that the file breaks off. */
  pour(send: (text: AsyncIterable<string>) => Promise<void>): Promise<void>;
}

export type Outcome = Redirection | Answer | Download;

export interface Action<Params, Form> {
  /** As in `/runs/:run/cancel`; it answers POST alone. */
  readonly path: string;
  readonly scope: Scope;
  /** Set for what buys, settles, forgets or releases: the form carries a key, and is done once. */
  readonly once?: true;
  /** The largest form, in bytes, where it is larger than other forms may be. */
  readonly mostBytes?: number;
  /** What stands in the path. */
  readonly params: z.ZodType<Params>;
  /** The fields of the form. */
  readonly form: z.ZodType<Form>;
  /** Does it by a use case that commands have too. @throws HttpError, and what that throws */
  perform(visit: Visit, params: Params, form: Form): Promise<Outcome>;
}

/** An action whatever its form is. */
export interface AnyAction {
  readonly path: string;
  readonly scope: Scope;
  readonly once: boolean;
  /** Null: as any form. */
  readonly mostBytes: number | null;
  /** @throws z.ZodError for fields that are not of this form, and what `perform` throws */
  perform(visit: Visit, params: unknown, form: unknown): Promise<Outcome>;
}

/** Makes an action from its form and what it does. */
export function defineAction<Params, Form>(action: Action<Params, Form>): AnyAction {
  return {
    path: action.path,
    scope: action.scope,
    once: action.once === true,
    mostBytes: action.mostBytes ?? null,
    perform: async (visit, params, form) =>
      action.perform(visit, action.params.parse(params), action.form.parse(form)),
  };
}

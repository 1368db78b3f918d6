import type { z } from "zod";
import type { FormTokens } from "../html/form.ts";
import type { Html } from "../html/html.ts";
import type { Scope } from "../security/scope.ts";
import type { Visit } from "./console-context.ts";

/** What a page's `view` may show besides its data. */
export interface View extends FormTokens {
  /** Zone of the times that are shown: that of the limits. */
  readonly timeZone: string;
  readonly scopes: ReadonlySet<Scope>;
  /** The path of a stylesheet or script of ours. */
  assetPath(name: string): string;
  /** For a style element that a script makes. */
  readonly nonce: string;
}

export interface PageBody {
  readonly title: string;
  readonly body: Html;
  /** Scripts of `src/http/browser/` that the page needs besides the one of every page: `sql-editor.js`. */
  readonly scripts?: readonly string[];
  /** The path whose events keep the page's live parts up to date. */
  readonly events?: string;
}

/** Parts of a page that change while it is looked at. */
export interface LiveParts<Data> {
  /** How often the data are read while somebody looks, in milliseconds. */
  readonly everyMs: number;
  /** The parts by name; the view puts each into an element with `data-live="NAME"`. Nothing of a session stands in them. */
  parts(data: Data, timeZone: string): Readonly<Record<string, Html>>;
  /** Whether nothing changes any more. */
  isOver(data: Data): boolean;
}

export interface Page<Params, Data> {
  /** As in `/runs/:run`; its twin `/runs/:run.json` sends the data. The page at `/` has the twin `/tonight.json`. */
  readonly path: string;
  /** How the page is called in the navigation; a page without it is reached from others. */
  readonly nav?: string;
  /** Default: read. */
  readonly scope?: Scope;
  /** What stands in the path and behind `?`, together. */
  readonly params: z.ZodType<Params>;
  /** What the page shows. Keys that are not named here are not sent. */
  readonly data: z.ZodType<Data>;
  /** Reads by use cases that commands have too. @throws HttpError, and what those throw */
  read(visit: Visit, params: Params): Promise<Data>;
  view(data: Data, view: View): PageBody;
  readonly live?: LiveParts<Data>;
}

/** Data of one request, to be sent as they are or shown. */
export interface OpenedPage {
  readonly data: unknown;
  show(view: View): PageBody;
  /** The live parts as they are now; null: the page has none. */
  live(timeZone: string): { readonly parts: Readonly<Record<string, Html>>; readonly isOver: boolean } | null;
}

/** A page whatever its data are. */
export interface AnyPage {
  readonly path: string;
  readonly nav: string | null;
  readonly scope: Scope;
  /** How often live parts are read; null: there are none. */
  readonly liveEveryMs: number | null;
  /** @throws z.ZodError for parameters that are not of this page, and what `read` throws */
  open(visit: Visit, params: unknown): Promise<OpenedPage>;
}

/** Makes a page from what it reads and how that looks. */
export function definePage<Params, Data>(page: Page<Params, Data>): AnyPage {
  return {
    path: page.path,
    nav: page.nav ?? null,
    scope: page.scope ?? "read",
    liveEveryMs: page.live?.everyMs ?? null,
    async open(visit, params) {
      const data = page.data.parse(await page.read(visit, page.params.parse(params)));
      return {
        data,
        show: (view) => page.view(data, view),
        live: (timeZone) =>
          page.live === undefined
            ? null
            : { parts: page.live.parts(data, timeZone), isOver: page.live.isOver(data) },
      };
    },
  };
}

import { type Html, html } from "./html.ts";

/** What stands around every page. */
export interface Frame {
  readonly title: string;
  readonly body: Html;
  readonly scripts: readonly string[];
  /** Path of the events that keep live parts up to date; null: none. */
  readonly events: string | null;
  /** The pages in the navigation. */
  readonly nav: readonly { readonly path: string; readonly label: string; readonly isHere: boolean }[];
  /** A sentence on the state of spending, such as the balance and the workers. */
  readonly standing: Html | null;
  /** Sentences that are shown once: what an action has done. */
  readonly said: readonly string[];
  readonly theme: "light" | "dark" | null;
  readonly formToken: string;
  readonly nonce: string;
  assetPath(name: string): string;
}

/** A whole page of somebody who is signed in. */
export function layout(frame: Frame): Html {
  const { nav, standing, said, formToken, body } = frame;
  return document(
    frame,
    html`<a class="skip" href="#main">Skip to the page</a>
<header class="top">
<a class="brand" href="/">sourcing</a>
<nav aria-label="Pages">${nav.map(({ path, label, isHere }) =>
      isHere
        ? html`<a href="${path}" aria-current="page">${label}</a> `
        : html`<a href="${path}">${label}</a> `,
    )}</nav>
<div class="standing">${standing}
<button type="button" class="quiet" data-theme-switch aria-label="Dark or light">◐</button>
<button type="button" class="quiet" data-help aria-label="Keys">?</button>
<form method="post" action="/session/end"><input type="hidden" name="_form" value="${formToken}"><button class="quiet">Sign out</button></form>
</div>
</header>
<main id="main" tabindex="-1">
${said.length > 0 && html`<div class="said" role="status">${said.map((line) => html`<p>${line}</p>`)}</div>`}
${body}
</main>
<dialog id="keys" aria-labelledby="keys-title"><h2 id="keys-title">Keys</h2><dl class="keys"></dl>
<form method="dialog"><button>Close</button></form></dialog>`,
  );
}

/** A page of its own, without navigation: signing in, or an error before that. */
export function bareLayout(
  frame: Pick<Frame, "title" | "body" | "scripts" | "theme" | "nonce" | "assetPath">,
): Html {
  return document({ ...frame, events: null }, html`<main id="main" class="bare">${frame.body}</main>`);
}

function document(
  {
    title,
    scripts,
    theme,
    nonce,
    events,
    assetPath,
  }: Pick<Frame, "title" | "scripts" | "theme" | "nonce" | "events" | "assetPath">,
  body: Html,
): Html {
  return html`<!doctype html>
<html lang="en" ${theme === "dark" && html`data-theme="dark"`} ${theme === "light" && html`data-theme="light"`}><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">
<meta name="style-nonce" content="${nonce}">
<title>${title} · sourcing</title>
<link rel="icon" href="${assetPath("icon.svg")}">
<link rel="stylesheet" href="${assetPath("console.css")}">
${["every-page.js", ...scripts].map((name) => html`<script type="module" src="${assetPath(name)}"></script>`)}
</head><body ${events !== null && html`data-events="${events}"`}>
${body}
</body></html>`;
}

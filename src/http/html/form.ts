import { type Content, type Html, html } from "./html.ts";

/** What a page needs to make forms that are taken: the tokens of the session that sees it. */
export interface FormTokens {
  /** Proves that the form is of this session. */
  readonly formToken: string;
  /** Makes a key with which one action is done once, however often its form is sent. */
  newOnceKey(): string;
}

export interface FormOptions {
  /** The path of an action. */
  readonly action: string;
  /** Stands beside the button. */
  readonly fields?: Content;
  /** Stands above the button, for forms of several fields. */
  readonly body?: Content;
  readonly button: Content;
  /** `buy` names a price, `stop` ends or refuses something. */
  readonly kind?: "buy" | "stop";
  /** Set for what buys, settles, forgets or releases: it is done once. */
  readonly once?: true;
  /** The same as a command line. */
  readonly command?: string;
}

/** A form with one button, and beneath it the command that does the same. */
export function actionForm(
  tokens: FormTokens,
  { action, fields, body, button, kind, once, command }: FormOptions,
): Html {
  return html`<form method="post" action="${action}">
<input type="hidden" name="_form" value="${tokens.formToken}">
${once === true && html`<input type="hidden" name="_once" value="${tokens.newOnceKey()}">`}
${body}<div class="bar">${fields}<button class="${kind ?? ""}">${button}</button></div>
${command !== undefined && html`<p class="cmd"><code>${command}</code></p>`}
</form>`;
}

export interface FieldOptions {
  readonly name: string;
  readonly label: string;
  readonly value?: string | number | null;
  readonly type?: "text" | "number" | "search" | "date";
  /** Shown where the field is empty. */
  readonly hint?: string;
  readonly required?: true;
}

/** One input with its label. */
export function field({ name, label, value, type = "text", hint, required }: FieldOptions): Html {
  return html`<label>${label} <input name="${name}" type="${type}" value="${value ?? ""}" placeholder="${hint ?? ""}" autocomplete="off" ${required === true && html`required`}></label>`;
}

/** A choice among few. */
export function choice(
  { name, label, value }: Pick<FieldOptions, "name" | "label" | "value">,
  options: readonly (readonly [value: string, label: string])[],
): Html {
  return html`<label>${label} <select name="${name}">${options.map(
    ([option, text]) =>
      html`<option value="${option}" ${option === String(value ?? "") && html`selected`}>${text}</option>`,
  )}</select></label>`;
}

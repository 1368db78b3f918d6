import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { PostgreSQL, type SQLNamespace, sql } from "@codemirror/lang-sql";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

interface Catalog {
  readonly relations: readonly {
    readonly name: string;
    readonly about: string;
    readonly columns: readonly { readonly name: string; readonly type: string; readonly about: string }[];
  }[];
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--new)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--warn)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
]);

/** Puts an editor in the place of a field. The field keeps the text, so that the form sends it. */
export function openEditor(form: HTMLFormElement, field: HTMLTextAreaElement): void {
  const language = new Compartment();
  const run = () => {
    form.requestSubmit();
    return true;
  };
  const view = new EditorView({
    parent: field.parentElement ?? form,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        EditorView.cspNonce.of(
          document.querySelector<HTMLMetaElement>("meta[name=style-nonce]")?.content ?? "",
        ),
        EditorView.contentAttributes.of({ "aria-label": "SQL", spellcheck: "false" }),
        // Tab leaves the editor, as it leaves every field.
        keymap.of([{ key: "Mod-Enter", run }, ...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        ...[
          history(),
          lineNumbers(),
          drawSelection(),
          highlightActiveLine(),
          bracketMatching(),
          closeBrackets(),
        ],
        ...[autocompletion(), syntaxHighlighting(colours), EditorView.lineWrapping],
        language.of(sql({ dialect: PostgreSQL })),
        EditorView.domEventHandlers({ beforeinput: replaceSelected }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) field.value = state.doc.toString();
        }),
      ],
    }),
  });
  field.hidden = true;
  void readNames().then((schema) =>
    view.dispatch({ effects: language.reconfigure(sql({ dialect: PostgreSQL, schema })) }),
  );
}

/** Where text takes the place of other text, browsers set styles of their own, which the policy of the page refuses. */
function replaceSelected(event: InputEvent, view: EditorView): boolean {
  const { data, inputType } = event;
  if (inputType !== "insertText" || data === null || view.state.selection.main.empty) return false;
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
  return true;
}

/** What is completed: tables and columns, with what their comments say. Nothing where the catalog cannot be read. */
async function readNames(): Promise<Record<string, SQLNamespace>> {
  const answer = await fetch("/sql/catalog.json");
  if (!answer.ok) return {};
  const { relations } = (await answer.json()) as Catalog;
  return Object.fromEntries(
    relations.map(({ name, about, columns }) => [
      name,
      {
        self: { label: name, type: "type", info: about },
        children: columns.map((column) => ({
          label: column.name,
          type: "property",
          detail: column.type,
          info: column.about,
        })),
      },
    ]),
  );
}

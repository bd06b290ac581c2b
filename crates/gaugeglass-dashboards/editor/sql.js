// The statement of the page `/sql` in an editor. The textarea stays the field of the form, so without this file nothing is missing.
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { sql, SQLDialect } from "@codemirror/lang-sql";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

// `$name` is a placeholder; a quoted text holds no escapes.
const dialect = SQLDialect.define({
  keywords:
    "all and any array as asc between by case cast cross current day days desc describe distinct else end escape except exists " +
    "explain extract false filter first following for from full group having hour hours ilike in inner intersect interval is join " +
    "last lateral left like limit minute minutes month months natural not null nulls offset on or order outer over partition " +
    "preceding qualify range recursive right row rows select semi anti show similar table tables then to true try_cast unbounded " +
    "union unnest using values week weeks when where window with within year years columns",
  types: "bigint boolean date decimal double float int interval real smallint text timestamp varchar",
  builtin: "metric",
  specialVar: "$?",
});

// Of the page's own colours, so that light and dark follow it.
const theme = EditorView.theme({
  "&": { background: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)", borderRadius: "3px", fontSize: "0.9375rem" },
  "&:hover": { borderColor: "var(--soft)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
  ".cm-content": { padding: "0.9rem 0", minHeight: "10rem", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 1rem" },
  ".cm-gutters": { background: "none", color: "var(--soft)", border: "0", paddingLeft: "0.5rem" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { background: "var(--gap)", outline: "1px solid var(--soft)" },
  ".cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket": { background: "none", color: "var(--bad)" },
  ".cm-tooltip": { background: "var(--raised)", color: "var(--ink)", border: "1px solid var(--soft)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: "0.875rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.15rem 0.6rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--accent)", color: "var(--paper)" },
  ".cm-completionDetail": { fontStyle: "normal", color: "var(--soft)" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-tooltip.cm-completionInfo": { padding: "0.5rem 0.75rem", maxWidth: "26rem", fontFamily: "var(--sans)", fontSize: "0.8125rem" },
});

const highlighting = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--good)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--warn)" },
  { tag: [tags.lineComment, tags.blockComment], color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.special(tags.name), tags.typeName], color: "var(--goal)" },
]);

function columns(relation) {
  return relation.columns.map((column) => ({ label: column.name, type: "property", detail: column.type, info: column.doc || undefined }));
}

function namespace(catalog) {
  const schemas = {};
  for (const relation of catalog.relations) {
    const self = { label: relation.name, type: "type", detail: relation.kind, info: relation.doc || undefined };
    schemas[relation.schema] ??= {};
    schemas[relation.schema][relation.name] = { self, children: columns(relation) };
  }
  return schemas;
}

// A catalog that does not come leaves the editor without the names of tables; everything else works.
async function complete(view, language) {
  const answer = await fetch("/catalog.json").catch(() => null);
  if (!answer?.ok) return;
  const schema = namespace(await answer.json());
  view.dispatch({ effects: language.reconfigure(sql({ dialect, schema })) });
}

function attributes(textarea, label) {
  const invalid = textarea.getAttribute("aria-invalid");
  return { "aria-label": label.textContent, ...(invalid && { "aria-invalid": invalid }) };
}

// Left to itself, a browser that types over a selection keeps its style in an inline style, which the page's policy refuses.
function typeOver(event, view) {
  if (event.inputType !== "insertText" || view.composing || view.state.selection.main.empty) return false;
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  return true;
}

function run(form) {
  form.requestSubmit();
  return true;
}

function edit(textarea, label) {
  const language = new Compartment();
  const keys = Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => run(textarea.form) }]));
  const extensions = [
    keys,
    // No binding of Tab: it moves on to the next control.
    keymap.of([...historyKeymap, ...completionKeymap, ...defaultKeymap]),
    history(),
    lineNumbers(),
    bracketMatching(),
    autocompletion({ icons: false }),
    EditorView.lineWrapping,
    EditorView.domEventHandlers({ beforeinput: typeOver }),
    EditorView.contentAttributes.of(attributes(textarea, label)),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) textarea.value = update.state.doc.toString();
    }),
    language.of(sql({ dialect })),
    syntaxHighlighting(highlighting),
    theme,
  ];
  // In a shadow root the editor's styles are constructed sheets, which a policy without inline styles allows.
  const host = document.createElement("div");
  host.className = "editor";
  const root = host.attachShadow({ mode: "open" });
  const view = new EditorView({ parent: root, root, state: EditorState.create({ doc: textarea.value, extensions }) });
  view.contentDOM.addEventListener("focus", () => complete(view, language), { once: true });
  label.addEventListener("click", () => view.focus());
  const wrong = document.getElementById(textarea.getAttribute("aria-describedby") ?? "");
  if (wrong) view.contentDOM.ariaDescribedByElements = [wrong];
  textarea.after(host);
  textarea.hidden = true;
}

const textarea = document.getElementById("q");
edit(textarea, document.querySelector("label[for=q]"));

// The Liquid editor: a textarea marked data-liquid gets highlighting, completion and undo, and stays the form's field.
// It lives in a shadow root, where its styles are allowed by the content security policy.
import { autocompletion, completionKeymap, snippetCompletion, startCompletion } from "@codemirror/autocomplete";
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { liquid } from "@codemirror/lang-liquid";
import { HighlightStyle, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { Decoration, EditorView, MatchDecorator, ViewPlugin, drawSelection, keymap } from "@codemirror/view";
import type { DecorationSet, ViewUpdate } from "@codemirror/view";
import { tags } from "@lezer/highlight";

interface Known {
  key: string;
  insert: string;
  label: string;
  detail: string;
  closes?: boolean;
}
interface Words {
  variables: Known[];
  filters: Known[];
  tags: Known[];
}

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.attributeValue], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: [tags.function(tags.variableName), tags.attributeName, tags.tagName], color: "var(--code-name)" },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.special(tags.brace), tags.processingInstruction, tags.angleBracket, tags.punctuation], color: "var(--soft)" },
]);

const look = EditorView.theme({
  "&": {
    color: "var(--ink)",
    backgroundColor: "var(--paper)",
    border: "1px solid color-mix(in srgb, var(--soft) 55%, var(--line))",
    borderRadius: "var(--radius-small)",
    fontSize: "1rem",
  },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "1.6", overflow: "auto" },
  ".cm-content": { padding: "var(--step-2) 0", caretColor: "var(--ink)", minHeight: "var(--editor-height)" },
  ".cm-line": { padding: "0 var(--step-3)" },
  ".cm-output, .cm-tag": { backgroundColor: "color-mix(in srgb, var(--accent) 9%, transparent)", borderRadius: "2px" },
  ".cm-output": { color: "var(--code-variable)" },
  ".cm-tag": { color: "var(--code-keyword)" },
  ".cm-name": { fontWeight: "600" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 22%, var(--paper)) !important",
  },
  ".cm-tooltip": {
    color: "var(--ink)",
    backgroundColor: "var(--paper)",
    border: "1px solid var(--line)",
    borderRadius: "var(--radius-small)",
    boxShadow: "var(--shadow)",
    fontFamily: "inherit",
    fontSize: "0.875rem",
  },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "inherit", maxHeight: "16rem" },
  ".cm-tooltip-autocomplete > ul > li": { padding: "var(--step-1) var(--step-3)", lineHeight: "1.5" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { color: "var(--paper)", backgroundColor: "var(--accent)" },
  ".cm-completionDetail": { fontStyle: "normal", opacity: "0.8", marginLeft: "0.75em" },
  ".cm-completionInfo": { padding: "var(--step-2) var(--step-3)" },
});

// Outputs, tags and the names inside, `${first_name}` too, which plain Liquid does not know.
function painter(regexp: RegExp, name: string) {
  const matcher = new MatchDecorator({ regexp, decoration: Decoration.mark({ class: name }) });
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = matcher.createDeco(view);
      }
      update(update: ViewUpdate) {
        this.decorations = matcher.updateDeco(update, this.decorations);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

const painted = [
  painter(/\{\{(?:[^{}]|\$\{[^{}]*\})*\}\}/g, "cm-output"),
  painter(/\{%[^%]*%\}/g, "cm-tag"),
  painter(/\$\{[^{}]*\}/g, "cm-name"),
];

// The list keeps the server's order: what is used most stands first.
function offer(known: Known, apply: string, type: string, rank = 0): Completion {
  return { boost: -rank, label: known.key, detail: known.detail || known.label, info: known.detail ? known.label : undefined, apply, type };
}

// What stands between the last opening of a tag or an output and the caret; null outside of both.
function openPart(before: string): { kind: "{{" | "{%"; text: string } | null {
  const output = before.lastIndexOf("{{");
  const tag = before.lastIndexOf("{%");
  const start = Math.max(output, tag);
  if (start < 0) return null;
  const kind = tag > output ? "{%" : "{{";
  const text = before.slice(start + 2);
  const closed = kind === "{%" ? text.includes("%}") : text.replace(/\$\{[^}]*\}/g, "").includes("}}");
  return closed ? null : { kind, text };
}

function completions(words: () => Promise<Words>) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const line = context.state.doc.lineAt(context.pos);
    const before = context.state.sliceDoc(Math.max(0, line.from - 2000), context.pos);
    const after = context.state.sliceDoc(context.pos, context.pos + 2);
    const inside = openPart(before);
    if (!inside) return null;
    const known = await words();
    const filter = /\|\s*([\w]*)$/.exec(inside.text);
    if (filter) {
      const from = context.pos - filter[1].length;
      return { from, options: known.filters.map((one, i) => ({ ...offer(one, one.insert, "function", i), label: one.insert })), validFor: /^\w*$/ };
    }
    const name = /^-?\s*(\w*)$/.exec(inside.text);
    if (inside.kind === "{%" && name) {
      const from = context.pos - name[1].length;
      const end = after.startsWith("%}") ? "" : " %}";
      const gap = /%-?$/.test(before.slice(0, before.length - name[1].length)) ? " " : "";
      const options = known.tags.map((one, i) =>
        one.closes && end
          ? snippetCompletion(`${gap}${escaped(one.insert)} %}\${}{% end${one.key} %}`, offer(one, "", "keyword", i))
          : offer(one, gap + one.insert + end, "keyword", i),
      );
      return { from, options, validFor: /^\w*$/ };
    }
    const variable = /([\w.]*(?:\$\{\w*)?)$/.exec(inside.text);
    if (!variable || (!variable[1] && !context.explicit && !/\{\{\s*$/.test(before))) return null;
    const from = context.pos - variable[1].length;
    const closing = inside.kind === "{{" && !after.startsWith("}}") ? "}}" : "";
    const part = inside.kind === "{%" && variable[1].startsWith("$") ? "key" : "insert";
    return {
      from,
      to: after.startsWith("}") && !after.startsWith("}}") ? context.pos + 1 : context.pos,
      options: known.variables.map((one, i) => offer(one, one[part] + closing, "variable", i)),
      filter: true,
      validFor: /^[\w.]*(\$\{\w*)?$/,
    };
  };
}

function escaped(text: string): string {
  return text.replace(/[{}]/g, "\\$&");
}

function island(area: HTMLTextAreaElement, words: () => Promise<Words>, keys: string): void {
  const host = document.createElement("div");
  host.className = "liquid-editor";
  area.after(host);
  const root = host.attachShadow({ mode: "open" });
  const label = document.querySelector<HTMLLabelElement>(`label[for="${area.id}"]`)?.textContent?.trim() ?? "";
  const described = area.getAttribute("aria-describedby");
  let mine = false; // a change that this editor wrote into the textarea itself
  const isLine = area.rows <= 1;
  host.style.setProperty("--editor-height", `${Math.max(area.rows, 1) * 1.6}em`);

  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        liquid(),
        syntaxHighlighting(colours),
        look,
        painted,
        history(),
        drawSelection(),
        bracketMatching(),
        EditorView.lineWrapping,
        autocompletion({ override: [completions(words)], activateOnTyping: true, icons: false, closeOnBlur: true }),
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        EditorView.contentAttributes.of({
          "aria-label": `${label}. ${keys}`,
          spellcheck: "false",
          lang: "ko",
          ...(described ? { "aria-description": described } : {}),
          ...(isLine ? { "aria-multiline": "false" } : {}),
        }),
        EditorView.updateListener.of((update) => {
          const { from, to } = update.state.selection.main;
          if (update.docChanged) {
            mine = true;
            area.value = update.state.doc.toString();
            area.dispatchEvent(new Event("input", { bubbles: true }));
            mine = false;
            const typed = update.transactions.some((one) => one.isUserEvent("input.type"));
            if (typed && /[|%{]$/.test(update.state.sliceDoc(Math.max(0, to - 1), to)) && !view.composing) startCompletion(view);
          }
          if (update.selectionSet || update.docChanged) area.setSelectionRange(from, to);
          if (update.focusChanged && view.hasFocus) area.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
        }),
      ],
    }),
  });

  // The variable menu and one-tap fixes write into the textarea: the editor follows, at the same caret.
  area.addEventListener("input", () => {
    if (mine || area.value === view.state.doc.toString()) return;
    const caret = area.selectionEnd;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: area.value }, selection: { anchor: Math.min(caret, area.value.length) } });
  });
  area.focus = () => view.focus();
  document.querySelector(`label[for="${area.id}"]`)?.addEventListener("click", (event) => {
    event.preventDefault();
    view.focus();
  });
  area.classList.add("has-editor");
  area.tabIndex = -1;
  area.setAttribute("aria-hidden", "true");
}

function start(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-liquid-words]")) {
    let asked: Promise<Words> | null = null;
    const words = () => (asked ??= fetch(form.dataset.liquidWords ?? "").then((answer) => answer.json() as Promise<Words>));
    for (const area of form.querySelectorAll<HTMLTextAreaElement>("textarea[data-liquid]:not(.has-editor)")) {
      island(area, words, form.dataset.liquidKeys ?? "");
    }
  }
}

start();

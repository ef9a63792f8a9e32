// The common subset of Markdown that a `markdown` block carries, to DOM nodes.

import { h } from "./dom.js";
import { emojiNode, link } from "./links.js";

const INLINE = new RegExp(
  [
    "\\\\([\\\\`*_~\\[\\]()#>!.-])",
    "`([^`\\n]+)`",
    "!?\\[([^\\]\\n]*)\\]\\(([^()\\s]+)\\)",
    "\\*\\*(?!\\s)(.+?)(?<!\\s)\\*\\*",
    "~~(?!\\s)(.+?)(?<!\\s)~~",
    "\\*(?![\\s*])([^*\\n]+?)(?<!\\s)\\*",
    "(?<![\\p{L}\\p{N}])_(?![\\s_])([^_\\n]+?)(?<!\\s)_(?![\\p{L}\\p{N}])",
    ":([a-z0-9_+-]+):",
    "(https?://[^\\s<>]*[^\\s<>.,;:!?)'\"])",
  ].join("|"),
  "gu",
);

function token(match) {
  const [, escaped, code, label, url, bold, strike, star, under, short, bare] = match;
  if (escaped) return escaped;
  if (code) return h("code", {}, code);
  if (url) return link(url, label ? inline(label) : url);
  if (bold) return h("strong", {}, inline(bold));
  if (strike) return h("s", {}, inline(strike));
  if (star || under) return h("em", {}, inline(star || under));
  return short ? emojiNode(short) : link(bare, bare);
}

function inline(text) {
  const nodes = [];
  let last = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(text.slice(last, match.index), token(match));
    last = match.index + match[0].length;
  }
  nodes.push(text.slice(last));
  return nodes.filter((node) => node !== "");
}

const LIST = /^(\s*)(?:[-*+]|(\d+)[.)])\s+(.*)$/;
const RULE = /^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/;
const ROW = /^\s*\|.*\|\s*$/;

function take(lines, test) {
  const taken = [];
  while (lines.length > 0 && test(lines[0])) taken.push(lines.shift());
  return taken;
}

function listNode(items) {
  const first = items[0];
  const list = h(first[2] ? "ol" : "ul", { start: first[2] });
  while (items.length > 0) {
    const [, , , words] = items.shift();
    const item = h("li", {}, inline(words.replace(/^\[[ xX]\]\s/, (box) => (box[1] === " " ? "☐ " : "☑ "))));
    const inner = take(items, (next) => next[1].length > first[1].length);
    if (inner.length > 0) item.append(listNode(inner));
    list.append(item);
  }
  return list;
}

const cells = (row) =>
  row
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim());

function listLines(lines) {
  const first = lines[0].match(LIST);
  const belongs = (found) => found[1].length > first[1].length || Boolean(found[2]) === Boolean(first[2]);
  return take(lines, (line) => LIST.test(line) && !RULE.test(line) && belongs(line.match(LIST))).map((line) =>
    line.match(LIST),
  );
}

function tableNode(rows) {
  const [head, ...rest] = rows.filter((row) => !/^[\s|:-]+$/.test(row)).map(cells);
  const line = (tag, row) =>
    h(
      "tr",
      {},
      row.map((cell) => h(tag, {}, inline(cell))),
    );
  return h(
    "div",
    { class: "table-scroll" },
    h(
      "table",
      {},
      h("thead", {}, line("th", head)),
      h(
        "tbody",
        {},
        rest.map((row) => line("td", row)),
      ),
    ),
  );
}

function fence(lines) {
  lines.shift();
  const code = take(lines, (line) => !line.startsWith("```"));
  lines.shift();
  return h("pre", { tabindex: "0" }, h("code", {}, code.join("\n")));
}

function heading(lines) {
  const [, marks, words] = lines.shift().match(/^(#{1,6})\s+(.*)$/);
  return h(
    "p",
    { class: `md-heading md-h${Math.min(marks.length, 3)}`, role: "heading", "aria-level": marks.length + 2 },
    inline(words),
  );
}

const STARTS = [
  [/^```/, fence],
  [/^#{1,6}\s+/, heading],
  [RULE, (lines) => (lines.shift(), h("hr"))],
  [
    /^>/,
    (lines) =>
      h(
        "blockquote",
        {},
        inline(
          take(lines, (line) => line.startsWith(">"))
            .map((line) => line.replace(/^> ?/, ""))
            .join("\n"),
        ),
      ),
  ],
  [LIST, (lines) => listNode(listLines(lines))],
  [ROW, (lines) => tableNode(take(lines, (line) => ROW.test(line)))],
  [/^\s*$/, (lines) => (lines.shift(), null)],
];

const starter = (line) => STARTS.find(([pattern]) => pattern.test(line));

/** The nodes of a Markdown text. */
export function markdown(text) {
  const lines = String(text ?? "").split("\n");
  const nodes = [];
  while (lines.length > 0) {
    const found = starter(lines[0]);
    nodes.push(
      found ? found[1](lines) : h("p", {}, inline(take(lines, (line) => !starter(line)).join("\n"))),
    );
  }
  return nodes.filter(Boolean);
}

// Slack's mrkdwn to DOM nodes. The text is cut into tokens and each becomes a node; no HTML on the way.

import { h } from "./dom.js";
import { broadcast, channelMention, emojiNode, link, userMention } from "./links.js";
import { formatDate } from "./time.js";

const ATOM = "`[^`\\n]+`|<[^<>\\n]+>";
const LETTER = "\\p{L}\\p{N}";
const before = (mark) => `(?<![${LETTER}${mark}])${mark}(?![\\s${mark}])`;
const after = (mark) => `(?<!\\s)${mark}(?![${LETTER}${mark}])`;
const pair = (mark) => `${before(mark)}((?:${ATOM}|[^${mark}\\n])+?)${after(mark)}`;
const INLINE = new RegExp(
  [
    "`([^`\\n]+)`",
    "<([^<>\\n]+)>",
    ":([a-z0-9_+-]+):",
    pair("\\*"),
    pair("_"),
    pair("~"),
    "(https?://[^\\s<>|]*[^\\s<>|.,;:!?)\\]'\"*_~])",
  ].join("|"),
  "gu",
);

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** Undo the three entities that Slack uses. */
export function decode(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

function dateNode(body, label) {
  const [seconds, pattern, url] = body.slice("!date^".length).split("^");
  const words = formatDate(seconds, pattern ?? "") ?? decode(label ?? "");
  const time = h("time", { datetime: new Date(Number(seconds) * 1000 || 0).toISOString() }, words);
  return url ? link(decode(url), time) : time;
}

function angled(inside) {
  const bar = inside.indexOf("|");
  const [body, label] = bar < 0 ? [inside, null] : [inside.slice(0, bar), inside.slice(bar + 1)];
  if (body.startsWith("@")) return userMention(body.slice(1));
  if (body.startsWith("#")) return channelMention(body.slice(1), label);
  if (body.startsWith("!date^")) return dateNode(body, label);
  if (body.startsWith("!")) return broadcast(label || body.slice(1).split("^")[0]);
  if (!/^[a-z][a-z0-9+.-]*:/i.test(body)) return decode(`<${inside}>`);
  return label ? link(decode(body), inline(label, { links: false })) : link(decode(body), decode(body));
}

function token(match, options) {
  const [whole, code, angle, short, bold, italic, strike, url] = match;
  if (code) return h("code", {}, decode(code));
  if (angle) return options.links === false ? decode(whole) : angled(angle);
  if (short) return emojiNode(short);
  if (bold) return h("strong", {}, inline(bold, options));
  if (italic) return h("em", {}, inline(italic, options));
  if (strike) return h("s", {}, inline(strike, options));
  return options.links === false ? decode(whole) : link(decode(url), decode(url));
}

/** The nodes of one run of text without line structure. */
export function inline(text, options = {}) {
  const nodes = [];
  let last = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > last) nodes.push(decode(text.slice(last, match.index)));
    nodes.push(token(match, options));
    last = match.index + match[0].length;
  }
  if (last < text.length) nodes.push(decode(text.slice(last)));
  return nodes;
}

const KINDS = [
  ["quote", /^(?:>|&gt;) ?/],
  ["bullet", /^\s*[•◦‣-]\s+/],
  ["number", /^\s*\d+[.)]\s+/],
];

function kindOf(line) {
  const found = KINDS.find(([, pattern]) => pattern.test(line));
  return found
    ? { kind: found[0], text: line.replace(found[1], ""), number: Number.parseInt(line, 10) }
    : { kind: "plain", text: line };
}

function grouped(text) {
  const groups = [];
  for (const line of text.split("\n").map(kindOf)) {
    const last = groups.at(-1);
    if (last?.kind === line.kind) last.lines.push(line.text);
    else groups.push({ kind: line.kind, lines: [line.text], start: line.number });
  }
  return groups;
}

const DRAWN = {
  plain: (group) => h("span", { class: "lines" }, inline(group.lines.join("\n"))),
  quote: (group) => h("blockquote", {}, inline(group.lines.join("\n"))),
  bullet: (group) =>
    h(
      "ul",
      {},
      group.lines.map((line) => h("li", {}, inline(line))),
    ),
  number: (group) =>
    h(
      "ol",
      { start: group.start },
      group.lines.map((line) => h("li", {}, inline(line))),
    ),
};

function structured(text) {
  return grouped(text)
    .filter((group) => group.kind !== "plain" || group.lines.some((line) => line !== ""))
    .map((group) => DRAWN[group.kind](group));
}

/** The nodes of a whole mrkdwn text: fences, quotes, lists and lines. */
export function mrkdwn(text) {
  const parts = String(text ?? "").split(/```\n?([\s\S]*?)\n?```/);
  return parts.flatMap((part, i) => {
    if (i % 2 === 1) return [h("pre", { tabindex: "0" }, h("code", {}, decode(part)))];
    return part.trim() === "" ? [] : structured(part.replace(/^\n|\n$/g, ""));
  });
}

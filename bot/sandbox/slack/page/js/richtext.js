// rich_text blocks to DOM nodes.

import { h } from "./dom.js";
import { broadcast, channelMention, emojiNode, link, userMention } from "./links.js";
import { formatDate } from "./time.js";

const STYLES = [
  ["code", "code"],
  ["bold", "strong"],
  ["italic", "em"],
  ["strike", "s"],
  ["underline", "u"],
];

function styled(node, style = {}) {
  return STYLES.reduce((inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner), node);
}

const PARTS = {
  text: (part) => styled(part.text, part.style),
  link: (part) => styled(link(part.url, part.text || part.url), part.style),
  user: (part) => userMention(part.user_id),
  channel: (part) => channelMention(part.channel_id),
  usergroup: (part) => broadcast(part.usergroup_id),
  broadcast: (part) => broadcast(part.range),
  emoji: (part) => emojiNode(part.name),
  date: (part) => formatDate(part.timestamp, part.format ?? "{date}") ?? part.fallback ?? "",
  color: (part) => h("code", {}, part.value),
};

const parts = (elements = []) => elements.map((part) => PARTS[part.type]?.(part) ?? `[${part.type}]`);

function list(element) {
  const tag = element.style === "ordered" ? "ol" : "ul";
  const properties = {
    class: `indent-${element.indent ?? 0}`,
    start: element.offset ? element.offset + 1 : null,
  };
  return h(
    tag,
    properties,
    (element.elements ?? []).map((item) => h("li", {}, parts(item.elements))),
  );
}

const ELEMENTS = {
  rich_text_section: (element) => h("div", { class: "lines" }, parts(element.elements)),
  rich_text_list: list,
  rich_text_preformatted: (element) => h("pre", { tabindex: "0" }, h("code", {}, parts(element.elements))),
  rich_text_quote: (element) => h("blockquote", {}, parts(element.elements)),
};

/** The nodes of a rich_text block. */
export function richText(block) {
  return (block?.elements ?? []).map(
    (element) =>
      ELEMENTS[element.type]?.(element) ??
      h("span", { class: "unsupported" }, `Unsupported element: ${element.type}`),
  );
}

// Links and mentions, drawn the same wherever they come from.

import { emoji } from "./emoji.js";
import { h } from "./dom.js";
import { hashOf } from "./router.js";
import { channelName, nameOf, state } from "./store.js";

const SAFE = new Set(["http:", "https:", "mailto:", "tel:"]);

function safe(url) {
  try {
    return SAFE.has(new URL(url).protocol);
  } catch {
    return false;
  }
}

/** The place inside this page that a permalink of this workspace leads to, or null. */
function own(url) {
  const target = new URL(url, location.href);
  const parts = target.pathname.match(/^\/(?:archives|client\/permalink)\/(\w+)(?:\/p(\d+)(\d{6}))?$/);
  if (target.origin !== location.origin || !parts) return null;
  const [, channel, seconds, rest] = parts;
  return hashOf(channel, seconds ? `${seconds}.${rest}` : null);
}

/** A link in a new tab, or its words alone when its scheme could run something. */
export function link(url, ...children) {
  const words = children.length > 0 ? children : [url];
  if (!safe(url)) return h("span", {}, words);
  const inside = own(url);
  if (inside) return h("a", { class: "link", href: inside }, words);
  return h("a", { class: "link", href: url, target: "_blank", rel: "noopener noreferrer" }, words);
}

/** A member's name, marked when it is the reader's own. */
export function userMention(id) {
  const mine = id === state.as ? " mention-me" : "";
  return h("span", { class: `mention${mine}`, "data-user": id }, `@${nameOf(id)}`);
}

/** A channel's name as a link to it. */
export function channelMention(id, label = null) {
  if (!state.channels.has(id)) return h("span", { class: "mention" }, `#${label || channelName(id)}`);
  return h("a", { class: "mention", href: `#/${id}` }, `#${channelName(id)}`);
}

/** A mention of many people, such as here. */
export function broadcast(range) {
  return h("span", { class: "mention mention-me" }, `@${range}`);
}

/** An emoji by short name; one that is not known stays as typed. */
export function emojiNode(name) {
  const character = emoji(name);
  return character
    ? h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " ") }, character)
    : `:${name}:`;
}

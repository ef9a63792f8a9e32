// One message: who, when, what, and what can be done with it.

import { post } from "./api.js";
import { appBadge, avatar } from "./avatar.js";
import { drawBlocks } from "./blocks.js";
import { sharedFile } from "./cards.js";
import { h, icon, iconButton } from "./dom.js";
import { openMenu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { go, hashOf } from "./router.js";
import { emit, nameOf, state } from "./store.js";
import { ago, fullTime, timeOf } from "./time.js";

/** Use a shortcut of the app, on a message or anywhere. */
export async function useShortcut(shortcut, where = {}) {
  const answer = await post("shortcut", { as: state.as, callback_id: shortcut.callback_id, ...where });
  if (!answer.ok)
    emit("toast", { text: answer.message ?? `${shortcut.name} failed: ${answer.error}`, level: "error" });
}

async function copyLink(message) {
  const url = `${location.origin}/archives/${message.channel}/p${message.ts.replace(".", "")}`;
  try {
    await navigator.clipboard.writeText(url);
    emit("toast", { text: "Link copied", level: "info" });
  } catch {
    emit("toast", { text: url, level: "info" }); // no clipboard here: the link to copy by hand
  }
}

function menuItems(message) {
  const shortcuts = (state.boot.app?.shortcuts ?? []).filter((one) => one.type === "message");
  const where = { channel: message.channel, message_ts: message.ts };
  const own = shortcuts.map((one) => ({
    label: one.name,
    note: state.boot.app.name,
    run: () => useShortcut(one, where),
  }));
  return [...own, { label: "Copy link", run: () => copyLink(message) }];
}

function toolbar(message) {
  if (message.is_ephemeral) return null;
  const more = (event) => openMenu(event.currentTarget, menuItems(message), "Message actions");
  return h(
    "div",
    { class: "toolbar" },
    iconButton("reply", "Reply in thread", () =>
      go(hashOf(message.channel, message.thread_ts ?? message.ts)),
    ),
    iconButton("more", "More actions", more, { "aria-haspopup": "menu", "aria-expanded": "false" }),
  );
}

function timeLink(message) {
  const properties = {
    class: "time",
    title: fullTime(message.ts),
    href: hashOf(message.channel, message.ts),
  };
  return message.is_ephemeral
    ? h("span", { ...properties, href: null }, timeOf(message.ts))
    : h("a", properties, timeOf(message.ts));
}

const edited = (message) =>
  message.edited && h("span", { class: "edited", title: fullTime(message.edited.ts) }, "(edited)");

function attachment(one, surface) {
  const colour = /^#?[0-9a-f]{6}$/i.test(one.color ?? "")
    ? `border-color:#${one.color.replace("#", "")}`
    : null;
  const blocks = one.blocks ? drawBlocks(one.blocks, surface) : [];
  const title = one.title && h("strong", {}, one.title);
  const words =
    blocks.length > 0 ? blocks : [title, h("div", { class: "text" }, mrkdwn(one.text ?? one.fallback ?? ""))];
  return h(
    "div",
    { class: "attachment", style: colour },
    one.pretext && h("div", { class: "text" }, mrkdwn(one.pretext)),
    words,
  );
}

function content(message, surface) {
  const parts = [];
  if (message.blocks?.length) parts.push(h("div", { class: "blocks" }, drawBlocks(message.blocks, surface)));
  else if (message.text) parts.push(h("div", { class: "text" }, mrkdwn(message.text)));
  parts.push(...(message.attachments ?? []).map((one) => attachment(one, surface)));
  parts.push(...(message.files ?? []).map((one) => sharedFile(one, state.as)));
  return parts;
}

function replies(message, threads) {
  const thread = threads?.get(message.ts);
  const count = Math.max(message.reply_count ?? 0, thread?.count ?? 0);
  if (!threads || count === 0 || (message.thread_ts && message.thread_ts !== message.ts)) return null;
  const faces = (thread?.users ?? []).slice(0, 3).map((user) => avatar(user, "small"));
  const last = thread?.last && h("span", { class: "quiet" }, `Last reply ${ago(thread.last)}`);
  const words = `${count} ${count === 1 ? "reply" : "replies"}`;
  return h(
    "a",
    { class: "replies", href: hashOf(message.channel, message.ts) },
    faces,
    h("span", { class: "replies-count" }, words),
    last,
  );
}

const ephemeralMark = () => h("div", { class: "only-you" }, icon("eye"), "Only visible to you");

function head(message) {
  return h(
    "div",
    { class: "message-head" },
    h("span", { class: "author" }, nameOf(message.user)),
    appBadge(message.user),
    timeLink(message),
  );
}

/** Draw one message; `compact` leaves out the author, `threads` tells of replies. */
export function messageNode(message, surface, { compact = false, threads = null } = {}) {
  const kinds = [
    compact && "compact",
    message.is_ephemeral && "ephemeral",
    message.subtype && `kind-${message.subtype}`,
  ];
  const body = h(
    "div",
    { class: "message-body" },
    message.is_ephemeral && ephemeralMark(),
    !compact && head(message),
  );
  body.append(
    ...[content(message, surface), edited(message), replies(message, threads)].flat().filter(Boolean),
  );
  const side = h("div", { class: "message-side" }, compact ? timeLink(message) : avatar(message.user));
  const hooks = { "data-ts": message.ts, "data-channel": message.channel, "data-user": message.user };
  const node = h(
    "li",
    { class: ["message", ...kinds.filter(Boolean)].join(" "), ...hooks },
    side,
    body,
    toolbar(message),
  );
  surface.root = node;
  return node;
}

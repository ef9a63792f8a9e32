// The middle of the page when a channel or direct messages are open.

import { post } from "./api.js";
import { Composer } from "./composer.js";
import { h } from "./dom.js";
import { appHeader, channelHeader } from "./header.js";
import { hintNode } from "./hint.js";
import { MessageList } from "./list.js";
import { channelName, emit, markRead, messagesOf, nameOf, setUnread, state } from "./store.js";

const main = document.getElementById("main");
const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts;

let open = null;

const labelOf = (channel) => (channel.is_im ? nameOf(channel.user) : `#${channel.name}`);
const isApp = (channel) => channel.is_im && channel.user === state.boot.app?.bot_user_id;
const headerOf = (channel) => (isApp(channel) ? appHeader("messages") : channelHeader(channel));

async function join(channel) {
  const answer = await post("join", { as: state.as, channel: channel.id });
  if (!answer.ok) emit("toast", { text: answer.message ?? answer.error, level: "error" });
}

function notice(channel) {
  if (channel.is_archived) return h("div", { class: "composer-notice" }, "This channel is archived.");
  const button = h(
    "button",
    { type: "button", class: "button primary", onclick: () => join(channel) },
    "Join",
  );
  return h(
    "div",
    { class: "composer-notice" },
    h("span", {}, "You are looking at ", h("strong", {}, labelOf(channel))),
    button,
  );
}

function foot(channel) {
  if (channel.is_archived || (!channel.is_member && !channel.is_im)) return { node: notice(channel) };
  return new Composer({ channel: channel.id, label: `Message ${labelOf(channel)}`, id: "composer" });
}

function intro(channel) {
  const words = channel.is_im
    ? `This is the start of your direct messages with ${nameOf(channel.user)}.`
    : `This is the start of #${channel.name}.`;
  return h("p", { class: "intro" }, words);
}

const standing = (channel) => `${channel.is_member}/${channel.is_archived}`;

/** Open a conversation in the middle of the page. */
export function showConversation(channel) {
  const list = new MessageList(`Messages in ${labelOf(channel)}`);
  const below = foot(channel);
  const header = headerOf(channel);
  list.scroller.prepend(intro(channel));
  main.replaceChildren(header, h("div", { class: "hint-place" }, hintNode()), list.scroller, below.node);
  open = { id: channel.id, list, below, header, standing: standing(channel), landed: false };
  below.changed?.();
  drawMessages();
}

/** Whether this conversation is the one in the middle. */
export const isShown = (channelId) => open?.id === channelId;

/** Leave the conversation, as for the Home tab. */
export function leaveConversation() {
  open = null;
}

/** Put the keyboard into the message field. */
export function focusComposer() {
  if (!matchMedia("(max-width: 480px)").matches) open?.below.field?.focus({ preventScroll: true });
}

function threadsOf(messages) {
  const threads = new Map();
  for (const message of messages.filter(isReply)) {
    const thread = threads.get(message.thread_ts) ?? { count: 0, users: [], last: null };
    const users = thread.users.includes(message.user) ? thread.users : [...thread.users, message.user];
    threads.set(message.thread_ts, { count: thread.count + 1, users, last: message.ts });
  }
  return threads;
}

/** Draw the messages of the open conversation again. */
export function drawMessages() {
  if (!open) return;
  const all = messagesOf(open.id);
  const roots = all.filter((message) => !isReply(message) || message.subtype === "thread_broadcast");
  open.list.update(roots, threadsOf(all));
  if (!open.landed && state.messages.has(open.id)) {
    open.landed = true;
    open.list.toEnd();
    open.list.speak();
  }
}

/** Bring a message of the open conversation into view. */
export const reveal = (ts) => open?.list.reveal(ts) ?? false;

/** Follow changes of the open channel: its name, topic, members and whether one may write. */
export function refreshConversation() {
  const channel = open && state.channels.get(open.id);
  if (!channel) return;
  if (standing(channel) !== open.standing) {
    showConversation(channel);
    return;
  }
  const header = headerOf(channel);
  open.header.replaceWith(header);
  open.header = header;
}

function seen(channelId) {
  return !document.hidden && isShown(channelId);
}

/** Take note of a new message: follow one's own to the end; count that of another, or mark it read. */
export function messageArrived(message) {
  const { channel } = message;
  if (isReply(message)) return;
  if (message.user === state.as) {
    if (isShown(channel)) open.list.toEnd();
  } else if (seen(channel)) markRead(channel);
  else setUnread(channel, (state.channels.get(channel)?.unread ?? 0) + 1);
}

/** Put a text into the open message field; false if there is none. */
export function compose(text) {
  if (!open?.below.put) return false;
  open.below.put(text);
  return true;
}

/** The name for the window's title. */
export const openName = () => (open ? channelName(open.id) : null);

// The side panel with a thread.

import { Composer } from "./composer.js";
import { h, iconButton } from "./dom.js";
import { MessageList } from "./list.js";
import { go, hashOf } from "./router.js";
import { channelName, messagesOf, state } from "./store.js";

const panel = document.getElementById("thread");

let open = null;

function closeThread() {
  go(hashOf(open.channel));
}

function head(channel) {
  const name = state.channels.get(channel)?.is_im ? channelName(channel) : `#${channelName(channel)}`;
  const words = h("div", { class: "header-words" }, h("h2", {}, "Thread"), h("p", { class: "topic" }, name));
  return h("header", { class: "header" }, words, iconButton("close", "Close the thread", closeThread));
}

/** Open a thread at the side. */
export function showThread(channel, ts) {
  if (open?.channel === channel && open.ts === ts) return;
  const list = new MessageList("Replies in this thread");
  const composer = new Composer({
    channel,
    threadTs: ts,
    label: "Reply in this thread",
    id: "thread-composer",
  });
  panel.replaceChildren(head(channel), list.scroller, composer.node);
  panel.hidden = false;
  document.getElementById("app").classList.add("thread-open");
  open = { channel, ts, list };
  composer.changed();
  drawThread();
  list.toEnd();
  list.speak();
}

/** Take the thread panel away. */
export function hideThread() {
  open = null;
  panel.hidden = true;
  panel.replaceChildren();
  document.getElementById("app").classList.remove("thread-open");
}

/** Draw the messages of the open thread again. */
export function drawThread() {
  if (!open) return;
  const belongs = (message) => message.ts === open.ts || message.thread_ts === open.ts;
  open.list.update(messagesOf(open.channel).filter(belongs));
}

/** Let Escape in the panel close it. */
export function startThread() {
  panel.addEventListener(
    "keydown",
    (event) => event.key === "Escape" && !event.defaultPrevented && closeThread(),
  );
}

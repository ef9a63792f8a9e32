// A list of messages that changes only where a message changed, so that focus, open menus and scroll survive.

import { h, keepingFocus } from "./dom.js";
import { messageNode } from "./message.js";
import { Surface } from "./surface.js";
import { dayKey, dayOf } from "./time.js";

const TOGETHER = 5 * 60; // seconds within which one author's messages share a head
const NEAR = 60; // pixels from the end that still count as being there

function compactAfter(before, message) {
  if (!before || before.user !== message.user || before.is_ephemeral || message.is_ephemeral) return false;
  if (before.subtype || message.subtype || before.ts === message.thread_ts) return false;
  return dayKey(before.ts) === dayKey(message.ts) && Number(message.ts) - Number(before.ts) < TOGETHER;
}

function containerOf(message) {
  const container = { type: "message", channel: message.channel, message_ts: message.ts };
  return message.is_ephemeral ? { ...container, is_ephemeral: true } : container;
}

function blocksOf(message) {
  return [...(message.blocks ?? []), ...(message.attachments ?? []).flatMap((one) => one.blocks ?? [])];
}

/** A list of messages that keeps itself up to date. */
export class MessageList {
  constructor(label) {
    this.node = h("ol", { class: "messages" });
    this.rows = new Map();
    this.scroller = h(
      "div",
      { class: "scroller", tabindex: "0", role: "region", "aria-label": label },
      this.node,
    );
    this.follows = true; // as long as its reader is at the end, what grows there pushes the rest up
    this.scroller.addEventListener("scroll", () => (this.follows = this.atEnd));
    new ResizeObserver(() => this.follows && this.toEnd()).observe(this.node);
  }

  get atEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  row(message, before, threads) {
    const compact = compactAfter(before, message);
    const thread = JSON.stringify(threads?.get(message.ts) ?? null);
    const old = this.rows.get(message.ts);
    if (old && old.message === message && old.compact === compact && old.thread === thread) return old;
    const surface = old?.surface ?? new Surface(containerOf(message));
    if (old?.message !== message) surface.adopt(blocksOf(message));
    return { message, compact, thread, surface, node: messageNode(message, surface, { compact, threads }) };
  }

  /** Show exactly these messages, oldest first. */
  update(messages, threads = null) {
    const rows = new Map();
    const nodes = [];
    messages.forEach((message, i) => {
      const before = messages[i - 1];
      if (!before || dayKey(before.ts) !== dayKey(message.ts)) nodes.push(this.divider(message));
      const row = this.row(message, before, threads);
      rows.set(message.ts, row);
      nodes.push(row.node);
    });
    this.rows = rows;
    keepingFocus(this.node, () => this.put(nodes));
    if (this.follows) this.toEnd();
  }

  divider(message) {
    const key = String(dayKey(message.ts));
    const there = [...this.node.querySelectorAll(".day")].find((node) => node.dataset.day === key);
    return there ?? h("li", { class: "day", "data-day": key }, h("span", {}, dayOf(message.ts)));
  }

  put(nodes) {
    const wanted = new Set(nodes);
    for (const node of [...this.node.children]) if (!wanted.has(node)) node.remove();
    nodes.forEach((node, i) => {
      if (this.node.children[i] !== node) this.node.insertBefore(node, this.node.children[i] ?? null);
    });
  }

  /** From now on, screen readers say what arrives or changes; what was there before stays unsaid. */
  speak() {
    this.node.setAttribute("aria-live", "polite");
    this.node.setAttribute("aria-relevant", "additions text");
  }

  /** Scroll to the newest message. */
  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Bring one message into view and mark it for a moment. */
  reveal(ts) {
    const node = this.rows.get(ts)?.node;
    if (!node) return false;
    node.scrollIntoView({ block: "center" });
    node.classList.add("revealed");
    node.addEventListener("animationend", () => node.classList.remove("revealed"), { once: true });
    return true;
  }
}

// The field where messages and commands are written.

import { post } from "./api.js";
import { Completion, commands } from "./completion.js";
import { h, icon, iconButton, uid } from "./dom.js";
import { openMenu } from "./menu.js";
import { useShortcut } from "./message.js";
import { emit, state } from "./store.js";

const drafts = new Map();

/** A message field with its buttons. */
export class Composer {
  constructor({ channel, threadTs = null, label, id }) {
    Object.assign(this, { channel, threadTs, key: `${channel}/${threadTs ?? ""}` });
    this.build(label, id);
    this.completion = new Completion(this.field);
    this.node.append(this.completion.list);
    this.put(drafts.get(this.key) ?? "", { focus: false });
  }

  build(label, id) {
    const hint = uid("usage");
    this.usage = h("p", { class: "usage", id: hint, "aria-live": "polite" });
    const names = { id, "aria-label": label, placeholder: label, "aria-describedby": hint };
    this.field = h("textarea", { ...names, class: "composer-field", rows: 1, spellcheck: "true" });
    this.field.addEventListener("input", () => this.changed());
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    const properties = { type: "submit", class: "button primary send", "aria-label": "Send", title: "Send" };
    this.send = h("button", properties, icon("send"));
    const shortcuts = this.threadTs ? null : this.shortcuts();
    const row = h("div", { class: "composer-row" }, shortcuts, this.field, this.send);
    this.node = h("form", { class: "composer" }, this.usage, row);
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
  }

  shortcuts() {
    const open = (event) => openMenu(event.currentTarget, this.shortcutItems(), "Shortcuts");
    return iconButton("bolt", "Shortcuts", open, { "aria-haspopup": "menu", "aria-expanded": "false" });
  }

  shortcutItems() {
    const { app } = state.boot;
    const global = (app?.shortcuts ?? []).filter((one) => one.type === "global");
    const run = (one) => () => useShortcut(one);
    const own = global.map((one) => ({ label: one.name, note: one.description ?? app.name, run: run(one) }));
    const typed = commands().map((one) => ({
      label: one.command,
      note: one.description,
      run: () => this.put(`${one.command} `),
    }));
    return [...own, { separator: "Commands" }, ...typed];
  }

  /** Put a text into the field, as if it had been typed. */
  put(text, { focus = true } = {}) {
    this.field.value = text;
    this.changed();
    if (focus) {
      this.field.focus();
      this.field.setSelectionRange(text.length, text.length);
    }
  }

  changed() {
    drafts.set(this.key, this.field.value);
    this.send.disabled = this.field.value.trim() === "";
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 220)}px`;
    const command = commands().find((one) => this.field.value.startsWith(`${one.command} `));
    this.usage.textContent = command?.usage_hint ? `${command.command} ${command.usage_hint}` : "";
  }

  pressed(event) {
    if (event.isComposing || this.completion.key(event)) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.submit();
  }

  async submit() {
    const text = this.field.value.trim();
    if (text === "") return;
    this.put("");
    const body = { as: state.as, channel: this.channel, text };
    const answer = await post("message", this.threadTs ? { ...body, thread_ts: this.threadTs } : body);
    if (answer.ok) return;
    emit("toast", { text: answer.message ?? `Not sent: ${answer.error}`, level: "error" });
    if (this.field.value === "") this.put(text);
  }
}

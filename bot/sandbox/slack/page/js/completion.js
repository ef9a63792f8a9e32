// What a message field offers while one types: commands, members, channels.

import { h, uid } from "./dom.js";
import { hide, show } from "./popover.js";
import { state } from "./store.js";

const BUILT_IN = [
  { command: "/invite", usage_hint: "@member", description: "Bring somebody, or the app, into this channel" },
  {
    command: "/remove",
    usage_hint: "@member",
    description: "Take somebody, or the app, out of this channel",
  },
  { command: "/join", usage_hint: "#channel", description: "Join a channel" },
  { command: "/leave", usage_hint: "", description: "Leave this channel" },
];

/** The app's commands and the workspace's own. */
export function commands() {
  const { app } = state.boot ?? {};
  return [
    ...(app?.commands ?? []).map((one) => ({ ...one, from: app.name })),
    ...BUILT_IN.map((one) => ({ ...one, from: "Workspace" })),
  ];
}

function commandChoices(typed) {
  const found = commands().filter((one) => one.command.startsWith(typed.toLowerCase()));
  return found.map((one) => ({
    insert: one.command,
    label: `${one.command} ${one.usage_hint ?? ""}`.trim(),
    note: one.description,
    side: one.from,
  }));
}

function memberChoices(typed) {
  const words = typed.toLowerCase();
  const users = [...state.users.values()].filter((user) => !user.deleted && user.id !== "USLACKBOT");
  const found = users.filter((user) => `${user.name} ${user.real_name}`.toLowerCase().includes(words));
  return found.slice(0, 8).map((user) => ({
    insert: `@${user.name}`,
    label: user.real_name || user.name,
    note: `@${user.name}`,
    side: user.is_bot ? "App" : "",
  }));
}

function channelChoices(typed) {
  const found = [...state.channels.values()].filter(
    (channel) => !channel.is_im && channel.name.includes(typed.toLowerCase()),
  );
  return found.slice(0, 8).map((channel) => ({
    insert: `#${channel.name}`,
    label: `#${channel.name}`,
    note: channel.topic ?? "",
    side: "",
  }));
}

const TRIGGERS = [
  [/^(\/\S*)$/, commandChoices],
  [/(?:^|\s)(@[\p{L}\p{N}._-]*)$/u, (typed) => memberChoices(typed.slice(1))],
  [/(?:^|\s)(#[\p{L}\p{N}_-]*)$/u, (typed) => channelChoices(typed.slice(1))],
];

function found(before) {
  for (const [pattern, choices] of TRIGGERS) {
    const match = before.match(pattern);
    if (match) return { typed: match[1], items: choices(match[1]) };
  }
  return { typed: "", items: [] };
}

/** The list that opens above a message field. */
export class Completion {
  constructor(field) {
    this.field = field;
    this.items = [];
    this.active = 0;
    this.list = h("ul", {
      class: "popover completion",
      popover: "manual",
      role: "listbox",
      id: uid("completion"),
      "aria-label": "Suggestions",
    });
    field.setAttribute("aria-autocomplete", "list"); // a textarea stays a textbox; it may not be a combobox
    field.setAttribute("aria-haspopup", "listbox");
    field.setAttribute("aria-controls", this.list.id);
    field.addEventListener("input", () => this.look());
    field.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  get isOpen() {
    return this.items.length > 0;
  }

  /** See whether what stands before the caret can be completed. */
  look() {
    const { typed, items } = found(this.field.value.slice(0, this.field.selectionStart));
    const done = items.length === 1 && items[0].insert === typed;
    this.typed = typed;
    this.items = done ? [] : items;
    if (this.items.length === 0) return this.close();
    this.active = Math.max(
      0,
      items.findIndex((item) => item.insert === typed),
    );
    return this.draw();
  }

  draw() {
    const nodes = this.items.map((item, i) => this.option(item, i));
    this.list.replaceChildren(...nodes);
    this.field.setAttribute("aria-activedescendant", nodes[this.active].id);
    show(this.list, this.field, { wide: true });
    nodes[this.active].scrollIntoView({ block: "nearest" });
  }

  option(item, i) {
    const properties = {
      role: "option",
      class: `option ${i === this.active ? "active" : ""}`,
      id: uid("option"),
      "aria-selected": String(i === this.active),
    };
    const words = [
      h("span", { class: "option-label" }, item.label),
      h("span", { class: "option-note" }, item.note),
      h("span", { class: "option-side" }, item.side),
    ];
    return h("li", { ...properties, onclick: () => this.take(item) }, words);
  }

  take(item) {
    const { field } = this;
    const end = field.selectionStart;
    const rest = field.value.slice(end);
    field.setRangeText(
      `${item.insert}${rest.startsWith(" ") ? "" : " "}`,
      end - this.typed.length,
      end,
      "end",
    );
    this.close();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  close() {
    this.items = [];
    this.field.removeAttribute("aria-activedescendant");
    hide(this.list);
  }

  /** Handle a key of the field; true if it was for the list. */
  key(event) {
    if (!this.isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.active = (this.active + step + this.items.length) % this.items.length;
      this.draw();
    } else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) return this.accept(event);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }

  accept(event) {
    const item = this.items[this.active];
    if (event.key === "Enter" && item.insert === this.typed) {
      this.close(); // it is whole already: Enter sends it
      return false;
    }
    event.preventDefault();
    this.take(item);
    return true;
  }
}

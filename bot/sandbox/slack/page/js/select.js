// Every select menu: a combobox that filters its listbox as one types; the multi_ ones collect chips.

import { h, icon, iconButton, uid } from "./dom.js";
import { hide, show } from "./popover.js";
import { choices, isExternal, itemOf, kindOf, sameChoice, valueName } from "./sources.js";
import { plain } from "./text.js";

const QUIET = 180; // milliseconds without a key before the app is asked

class Select {
  constructor(bound) {
    this.bound = bound;
    this.element = bound.element;
    this.multi = kindOf(bound.element).multi;
    this.name = valueName(bound.element);
    this.query = "";
    this.asking = 0;
    this.active = -1;
    this.before = null;
    this.build();
    this.showValue();
  }

  get isOpen() {
    return this.input.getAttribute("aria-expanded") === "true";
  }

  get held() {
    const held = this.bound.value()[this.name];
    if (this.multi) return held;
    return held === null ? [] : [held];
  }

  build() {
    const list = uid("list");
    this.input = this.buildInput(list);
    const several = this.multi ? "true" : null;
    const role = { role: "listbox", id: list, "aria-multiselectable": several, "aria-label": "Choices" };
    this.list = h("ul", role);
    this.status = h("p", { class: "select-status", role: "status" });
    this.panel = h("div", { class: "popover select-panel", popover: "manual" }, this.list, this.status);
    this.chips = h("span", { class: "chips" });
    const look = { class: "icon-button select-clear" };
    this.clear = iconButton("close", "Clear the choice", () => this.take([]), look);
    this.box = h("div", { class: "select" }, this.chips, this.input, this.clear, icon("down"), this.panel);
    this.listen();
  }

  buildInput(list) {
    const own = this.bound.ids ? {} : { "aria-label": this.placeholder() };
    const role = {
      role: "combobox",
      "aria-haspopup": "listbox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": list,
    };
    const typing = { type: "text", class: "select-input", autocomplete: "off", spellcheck: "false" };
    return h("input", { ...this.bound.hooks, ...own, ...role, ...typing });
  }

  placeholder() {
    return plain(this.element.placeholder) || (this.multi ? "Choose options" : "Choose an option");
  }

  listen() {
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("focus", () => this.choosing());
    this.input.addEventListener("blur", () => this.close());
    this.box.addEventListener("click", (event) => this.clicked(event));
    this.panel.addEventListener("pointerdown", (event) => event.preventDefault()); // focus stays in the field
  }

  clicked(event) {
    if (this.panel.contains(event.target) || event.target.closest(".chip-remove, .select-clear")) return;
    this.input.focus();
    if (this.isOpen) return;
    this.choosing();
    this.open();
  }

  /** Select the shown choice, so that typing replaces it. */
  choosing() {
    if (!this.multi) this.input.select();
  }

  showValue() {
    const items = this.held.map((held) => itemOf(this.element, held));
    this.input.placeholder = this.multi && items.length > 0 ? "" : this.placeholder();
    this.clear.hidden = this.multi || !this.bound.ids || this.bound.required || items.length === 0;
    if (this.multi) this.chips.replaceChildren(...items.map((item) => this.chip(item)));
    else if (!this.isOpen) this.input.value = items[0]?.label ?? "";
  }

  chip(item) {
    const drop = () =>
      this.take(
        this.held.filter((held) => !sameChoice(held, item.raw)),
        { now: !this.isOpen },
      );
    const remove = iconButton("close", `Remove ${item.label}`, drop, { class: "chip-remove" });
    return h("span", { class: "chip" }, item.label, remove);
  }

  open() {
    this.before = JSON.stringify(this.held);
    this.query = "";
    this.input.setAttribute("aria-expanded", "true");
    this.load();
  }

  close() {
    if (!this.isOpen) return;
    this.asking += 1;
    clearTimeout(this.timer);
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    hide(this.panel);
    if (this.multi) this.input.value = "";
    this.showValue();
    if (this.multi && this.bound.dispatch && JSON.stringify(this.held) !== this.before) this.bound.send();
  }

  typed() {
    if (!this.isOpen) this.open();
    this.query = this.input.value;
    clearTimeout(this.timer);
    if (isExternal(this.element)) this.timer = setTimeout(() => this.load(), QUIET);
    else this.load();
  }

  async load() {
    const mine = (this.asking += 1);
    if (isExternal(this.element)) this.say("Loading…", []);
    const found = await choices(this.bound, this.query);
    if (mine !== this.asking || !this.isOpen) return;
    if (found.groups)
      this.say(found.groups.some((group) => group.items.length) ? "" : "No results", found.groups);
    else this.say(found.error ?? found.note, [], Boolean(found.error));
  }

  say(words, groups, failed = false) {
    this.status.textContent = words;
    this.status.hidden = words === "";
    this.status.classList.toggle("failed", failed);
    this.drawList(groups);
    show(this.panel, this.box, { wide: true });
  }

  drawList(groups) {
    this.items = groups.flatMap((group) => group.items);
    this.nodes = this.items.map((item) => this.option(item));
    let at = 0;
    const rows = groups.map((group) => {
      const own = this.nodes.slice(at, (at += group.items.length));
      if (!group.label) return own;
      const id = uid("group");
      return h(
        "li",
        { role: "none" },
        h("span", { class: "option-group", id }, group.label),
        h("ul", { role: "group", "aria-labelledby": id }, own),
      );
    });
    this.list.replaceChildren(...rows.flat());
    const chosen = this.items.findIndex((item) => this.has(item));
    this.activate(this.query === "" && chosen >= 0 && !this.multi ? chosen : this.items.length > 0 ? 0 : -1);
  }

  has(item) {
    return this.held.some((held) => sameChoice(held, item.raw));
  }

  option(item) {
    const words = [
      h("span", { class: "option-label" }, item.label),
      item.note && h("span", { class: "option-note" }, item.note),
    ];
    const properties = {
      role: "option",
      id: uid("option"),
      class: "option",
      "aria-selected": String(this.has(item)),
      "data-value": item.value,
    };
    return h("li", { ...properties, onclick: () => this.choose(item) }, words);
  }

  activate(index) {
    this.active = index;
    this.nodes.forEach((node, i) => node.classList.toggle("active", i === index));
    const node = this.nodes[index];
    if (!node) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", node.id);
    return node.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Backspace" && this.multi && this.input.value === "" && this.held.length > 0) {
      this.take(this.held.slice(0, -1), { now: !this.isOpen });
    } else if (this.isOpen) this.openKey(event);
    else if (["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) {
      event.preventDefault();
      this.open();
    }
  }

  openKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.items.length > 0)
      this.activate((this.active + step + this.items.length) % this.items.length);
    else if (event.key === "Enter" && this.items[this.active]) this.choose(this.items[this.active]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  choose(item) {
    if (!this.multi) {
      this.take([item.raw]);
      return this.close();
    }
    const without = this.held.filter((held) => !sameChoice(held, item.raw));
    const most = this.element.max_selected_items ?? Number.POSITIVE_INFINITY;
    if (without.length === this.held.length && without.length >= most)
      return this.say(`You can choose up to ${most}`, this.regroup());
    this.take(without.length === this.held.length ? [...without, item.raw] : without, { now: false });
    this.input.value = "";
    this.query = "";
    return this.load();
  }

  regroup() {
    return [{ label: null, items: this.items }];
  }

  async take(held, { now = true } = {}) {
    const ask = this.bound.dispatch && this.element.confirm && now;
    if (ask && !(await this.bound.agreed())) return this.showValue();
    this.bound.set({ [this.name]: this.multi ? held : (held[0] ?? null) });
    this.showValue();
    return this.bound.dispatch && now && this.bound.send();
  }
}

/** A select menu of any kind. */
export function select(bound) {
  return new Select(bound).box;
}

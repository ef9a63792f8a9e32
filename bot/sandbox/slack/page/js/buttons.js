// Buttons and overflow menus.

import { h, icon } from "./dom.js";
import { openMenu } from "./menu.js";
import { plain } from "./text.js";

async function press(bound, event) {
  const { element } = bound;
  if (element.confirm) {
    event.preventDefault();
    if (!(await bound.agreed())) return;
    if (element.url) window.open(element.url, "_blank", "noopener");
  }
  bound.send({});
}

/** A button; one with an address opens it in a new tab and tells the app too. */
export function button(bound) {
  const { element } = bound;
  const properties = {
    ...bound.hooks,
    class: `button ${element.style ?? ""}`,
    "aria-label": element.accessibility_label,
    onclick: (event) => press(bound, event),
  };
  const words = h("span", { class: "button-words" }, plain(element.text));
  if (!element.url) return h("button", { type: "button", ...properties }, words);
  return h("a", { ...properties, href: element.url, target: "_blank", rel: "noopener noreferrer" }, words);
}

async function choose(bound, option) {
  if (await bound.agreed()) bound.send({ selected_option: option });
}

/** A "more" button that opens a short menu. */
export function overflow(bound) {
  const items = bound.element.options.map((option) => ({
    label: plain(option.text),
    note: option.description && plain(option.description),
    url: option.url,
    run: () => choose(bound, option),
  }));
  const label = bound.element.accessibility_label ?? "More actions";
  const open = (event) => openMenu(event.currentTarget, items, label);
  const properties = {
    ...bound.hooks,
    type: "button",
    class: "button overflow",
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    "aria-label": label,
  };
  return h("button", { ...properties, onclick: open }, icon("more"));
}

// Radio buttons and checkboxes.

import { h, uid } from "./dom.js";
import { textNodes } from "./text.js";

function line(option, field) {
  const id = uid("choice");
  field.id = id;
  const note = option.description && h("span", { class: "choice-note" }, textNodes(option.description));
  return h(
    "div",
    { class: "choice" },
    field,
    h("label", { for: id }, h("span", {}, textNodes(option.text)), note),
  );
}

function group(bound, role, lines) {
  const { id, ...hooks } = bound.hooks;
  const named = bound.ids ? { "aria-labelledby": bound.ids.label } : { "aria-label": "Choices" };
  return h("div", { ...hooks, class: "choices", role, ...named }, lines);
}

/** One of several. */
export function radioButtons(bound) {
  const name = uid("radio");
  const fields = new Map();
  const restore = () =>
    fields.forEach((field, value) => (field.checked = value === bound.value().selected_option?.value));
  const choose = async (option) => {
    if (bound.dispatch && !(await bound.agreed())) return restore();
    bound.set({ selected_option: option });
    return bound.dispatch && bound.send();
  };
  const lines = bound.element.options.map((option) => {
    const field = h("input", { type: "radio", name, onchange: () => choose(option) });
    fields.set(option.value, field);
    return line(option, field);
  });
  restore();
  return group(bound, "radiogroup", lines);
}

/** Any of several. */
export function checkboxes(bound) {
  const fields = new Map();
  const has = (option) => bound.value().selected_options.some((one) => one.value === option.value);
  const restore = () =>
    bound.element.options.forEach((option) => (fields.get(option.value).checked = has(option)));
  const change = async () => {
    const selected = bound.element.options.filter((option) => fields.get(option.value).checked);
    if (bound.dispatch && !(await bound.agreed())) return restore();
    bound.set({ selected_options: selected });
    return bound.dispatch && bound.send();
  };
  const lines = bound.element.options.map((option) => {
    const field = h("input", { type: "checkbox", onchange: change });
    fields.set(option.value, field);
    return line(option, field);
  });
  restore();
  return group(bound, "group", lines);
}

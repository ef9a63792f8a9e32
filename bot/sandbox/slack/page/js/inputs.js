// Fields that are typed into: text, e-mail, address, number, date and time.

import { h } from "./dom.js";
import { plain } from "./text.js";

const COUNTER_FROM = 0.8;

function counter(bound, field) {
  const most = bound.element.max_length;
  const node = h("span", { class: "counter", "aria-live": "polite" });
  const show = () => {
    const left = most - field.value.length;
    node.textContent = most && field.value.length >= most * COUNTER_FROM ? `${left} left` : "";
    node.classList.toggle("over", left < 0);
  };
  field.addEventListener("input", show);
  show();
  return node;
}

const wishes = (element) => element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];

function tellApp(bound, field) {
  const on = wishes(bound.element);
  if (on.includes("on_character_entered")) field.addEventListener("input", () => bound.send());
  if (!on.includes("on_enter_pressed")) return;
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    bound.send();
  });
}

function text(bound, tag, more = {}) {
  const { element } = bound;
  const value = bound.value().value ?? "";
  const placeholder = plain(element.placeholder) || null;
  const field = h(tag, { ...bound.hooks, class: "field", placeholder, autocomplete: "off", ...more, value });
  field.addEventListener("input", () => bound.set({ value: field.value === "" ? null : field.value }));
  if (bound.dispatch) tellApp(bound, field);
  return field;
}

/** One line or several of text, with a count of what is left near the limit. */
export function plainTextInput(bound) {
  const tag = bound.element.multiline ? "textarea" : "input";
  const more = bound.element.multiline ? { rows: 4 } : { type: "text" };
  // no maxlength: a paste that is cut short would go unseen
  const field = text(bound, tag, { ...more, spellcheck: "false" });
  return h("div", { class: "field-holder" }, field, counter(bound, field));
}

/** An e-mail address. */
export const emailInput = (bound) => text(bound, "input", { type: "text", inputmode: "email" });

/** An address on the web. */
export const urlInput = (bound) => text(bound, "input", { type: "text", inputmode: "url" });

/** A number, kept as it is typed so that a wrong one can be told. */
export const numberInput = (bound) =>
  text(bound, "input", { type: "text", inputmode: bound.element.is_decimal_allowed ? "decimal" : "numeric" });

function picker(bound, type, name, { read, write, complete = () => true }) {
  const own = bound.ids ? {} : { "aria-label": plain(bound.element.placeholder) || "Choose" };
  const field = h("input", {
    ...bound.hooks,
    ...own,
    class: "field",
    type,
    value: write(bound.value()[name]),
  });
  field.addEventListener("change", async () => {
    if (field.value && !complete(field.value)) return; // a year is still being typed
    if (bound.dispatch && !(await bound.agreed())) {
      field.value = write(bound.value()[name]);
      return;
    }
    bound.set({ [name]: read(field.value) });
    if (bound.dispatch) bound.send();
  });
  return field;
}

const wholeYear = (value) => Number.parseInt(value, 10) >= 1000;
const same = { read: (value) => value || null, write: (value) => value ?? "" };

/** A day. */
export const dateInput = (bound) => picker(bound, "date", "selected_date", { ...same, complete: wholeYear });

/** A time of day. */
export const timeInput = (bound) => picker(bound, "time", "selected_time", same);

const two = (number) => String(number).padStart(2, "0");

function localTime(seconds) {
  if (!seconds) return "";
  const date = new Date(seconds * 1000);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** A day and a time, kept as seconds since 1970. */
export const dateTimeInput = (bound) =>
  picker(bound, "datetime-local", "selected_date_time", {
    read: (value) => (value ? Math.floor(new Date(value).getTime() / 1000) : null),
    write: localTime,
    complete: wholeYear,
  });

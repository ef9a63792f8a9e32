// What a form can be told wrong before the app sees it, in the words that a person needs.

import { elementsOf } from "./surface.js";

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function webAddress(value) {
  try {
    return ["http:", "https:"].includes(new URL(value).protocol);
  } catch {
    return false;
  }
}

function length(element, value) {
  const { min_length: least, max_length: most } = element;
  if (least && value.length < least)
    return `Please write at least ${least} character${least === 1 ? "" : "s"}.`;
  if (most && value.length > most)
    return `Please write at most ${most} characters (${value.length - most} too many).`;
  return null;
}

function number(element, value) {
  const written = Number(value);
  if (value.trim() === "" || Number.isNaN(written)) return "Please enter a number.";
  if (!element.is_decimal_allowed && !Number.isInteger(written)) return "Please enter a whole number.";
  if (element.min_value !== undefined && written < Number(element.min_value))
    return `Please enter ${element.min_value} or more.`;
  if (element.max_value !== undefined && written > Number(element.max_value))
    return `Please enter ${element.max_value} or less.`;
  return null;
}

const CHECKS = {
  plain_text_input: length,
  number_input: number,
  email_text_input: (_, value) => (EMAIL.test(value) ? null : "Please enter a valid email address."),
  url_text_input: (_, value) =>
    webAddress(value) ? null : "Please enter a valid URL, such as https://example.com.",
};

function wrong(block, element, surface) {
  const value = surface.value(block.block_id, element.action_id)?.value;
  if (!surface.filled(block.block_id)) return block.optional ? null : "Please complete this required field.";
  return typeof value === "string" ? (CHECKS[element.type]?.(element, value) ?? null) : null;
}

/** The errors of a view's input blocks, by block id. */
export function formErrors(view, surface) {
  const errors = {};
  for (const { block, element } of elementsOf(view.blocks)) {
    const error = block.type === "input" ? wrong(block, element, surface) : null;
    if (error) errors[block.block_id] = error;
  }
  return errors;
}

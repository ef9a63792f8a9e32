// Every interactive element sits in a control: the element, its spinner and its warning mark.

import { button, overflow } from "./buttons.js";
import { checkboxes, radioButtons } from "./choices.js";
import { confirmed } from "./confirm.js";
import { h, icon } from "./dom.js";
import {
  dateInput,
  dateTimeInput,
  emailInput,
  numberInput,
  plainTextInput,
  timeInput,
  urlInput,
} from "./inputs.js";
import { select } from "./select.js";
import { controlKey, showStanding } from "./surface.js";
import { payloadOf } from "./values.js";

const picture = (element) =>
  h("img", { class: "accessory-image", src: element.image_url, alt: element.alt_text ?? "" });

const DRAWN = {
  button,
  overflow,
  radio_buttons: radioButtons,
  checkboxes,
  plain_text_input: plainTextInput,
  email_text_input: emailInput,
  url_text_input: urlInput,
  number_input: numberInput,
  datepicker: dateInput,
  timepicker: timeInput,
  datetimepicker: dateTimeInput,
};
for (const kind of ["static", "external", "users", "conversations", "channels"]) {
  DRAWN[`${kind}_select`] = select;
  DRAWN[`multi_${kind}_select`] = select;
}

function hooks(element, slot) {
  return {
    id: slot.ids?.field,
    "data-block-id": slot.blockId,
    "data-action-id": element.action_id,
    "aria-describedby": slot.described,
    "aria-invalid": slot.error ? "true" : null,
    "aria-required": slot.required ? "true" : null,
    "data-focus-on-load": element.focus_on_load ? "true" : null,
  };
}

/** What an element's drawing needs: its hooks, its value, and what to call when the person changes it. */
function binding(element, slot) {
  const { surface, blockId } = slot;
  const value = () => surface.value(blockId, element.action_id);
  return {
    ...slot,
    element,
    hooks: hooks(element, slot),
    value,
    set: (change) => surface.set(blockId, element.action_id, change),
    send: (payload) => surface.act(blockId, element, payload ?? payloadOf(value())),
    agreed: () => confirmed(element.confirm),
  };
}

function warning() {
  return h("span", { class: "control-warning", role: "img", hidden: true }, icon("warn"));
}

/** Draw one element of a block; one of an unknown kind is marked as such. */
export function control(element, slot) {
  if (element.type === "image") return picture(element);
  const draw = DRAWN[element.type];
  if (!draw) return h("span", { class: "unsupported", role: "note" }, `Unsupported element: ${element.type}`);
  const holder = h("div", {
    class: `control control-${element.type}`,
    "data-for": controlKey(slot.blockId, element.action_id),
  });
  holder.append(
    draw(binding(element, slot)),
    h("span", { class: "spinner", "aria-hidden": "true" }),
    warning(),
  );
  showStanding(holder, slot.surface.standing(slot.blockId, element.action_id));
  return holder;
}

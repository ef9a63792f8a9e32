// Short notes at the edge of the page.

import { h, iconButton } from "./dom.js";
import { on } from "./store.js";

const STAY = { info: 6000, error: 12000 };

function raise(box) {
  if (box.matches(":popover-open")) box.hidePopover();
  box.showPopover(); // above a modal, which sits in the top layer too
}

function toast({ text, level = "info" }) {
  const box = document.getElementById("toasts");
  const note = h("div", { class: `toast toast-${level}` }, h("span", {}, text));
  const leave = () => {
    note.remove();
    if (box.childElementCount === 0 && box.matches(":popover-open")) box.hidePopover();
  };
  note.append(iconButton("close", "Dismiss", leave));
  box.append(note);
  raise(box);
  setTimeout(leave, STAY[level] ?? STAY.info);
}

/** Show every toast that the store tells of. */
export function startToasts() {
  document.getElementById("toasts").popover = "manual";
  on("toast", toast);
}

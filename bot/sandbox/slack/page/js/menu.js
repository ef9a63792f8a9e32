// Menus: a button opens a list of things to do; arrows walk, Enter does, Escape goes back to the button.

import { h, uid } from "./dom.js";
import { hide, show } from "./popover.js";

let open = null;

function close({ refocus }) {
  if (!open) return;
  const { panel, anchor, leave } = open;
  open = null;
  leave();
  hide(panel);
  panel.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (refocus && anchor.isConnected) anchor.focus();
}

function itemNode(item) {
  if (item.separator) return h("div", { role: "separator", class: "menu-separator" }, item.separator);
  const role = { role: "menuitem", class: `menu-item ${item.danger ? "danger" : ""}`, tabindex: "-1" };
  const run = () => {
    close({ refocus: true });
    item.run?.();
  };
  const words = [
    h("span", { class: "menu-words" }, item.label),
    item.note && h("span", { class: "menu-note" }, item.note),
  ];
  if (item.url)
    return h(
      "a",
      { ...role, href: item.url, target: "_blank", rel: "noopener noreferrer", onclick: run },
      words,
    );
  return h("button", { ...role, type: "button", onclick: run }, words);
}

function walk(event, panel) {
  const items = [...panel.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  items.at(next % items.length)?.focus();
}

function keys(event, panel) {
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    close({ refocus: true });
  } else walk(event, panel);
}

/** Open a menu at a button; each item is {label, note?, run?, url?} or {separator}. */
export function openMenu(anchor, items, label) {
  const again = open?.anchor === anchor;
  close({ refocus: false });
  if (again) return;
  const panel = h("div", {
    class: "popover menu",
    popover: "manual",
    role: "menu",
    id: uid("menu"),
    "aria-label": label,
  });
  panel.append(
    ...(items.length > 0 ? items.map(itemNode) : [h("p", { class: "menu-empty" }, "Nothing here")]),
  );
  panel.addEventListener("keydown", (event) => keys(event, panel));
  (anchor.closest("dialog") ?? document.body).append(panel);
  const outside = (event) =>
    !panel.contains(event.target) && !anchor.contains(event.target) && close({ refocus: false });
  document.addEventListener("pointerdown", outside, true);
  open = { panel, anchor, leave: () => document.removeEventListener("pointerdown", outside, true) };
  anchor.setAttribute("aria-expanded", "true");
  show(panel, anchor);
  panel.querySelector("[role=menuitem]")?.focus();
}

// The guided hint: what to try first. A code in it goes into the message field at a click.

import { h, iconButton } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { emit, state } from "./store.js";

const KEY = "sandbox-hint-read";

function wasRead(hint) {
  try {
    return localStorage.getItem(KEY) === hint;
  } catch {
    return false; // shown again next time, which harms nobody
  }
}

function remember(hint) {
  try {
    localStorage.setItem(KEY, hint);
  } catch {
    // see above
  }
}

function clickable(code) {
  const text = code.textContent;
  const use = () => emit("compose", text);
  return h(
    "button",
    { type: "button", class: "try", onclick: use, title: "Put this into the message field" },
    h("code", {}, text),
  );
}

/** The hint, unless there is none or the person has put it away. */
export function hintNode() {
  const hint = state.boot?.hint;
  if (!hint || wasRead(hint)) return null;
  const words = h("div", { class: "text" }, mrkdwn(hint));
  for (const code of words.querySelectorAll("code"))
    if (!code.closest("pre")) code.replaceWith(clickable(code));
  const node = h("section", { class: "hint-box", "aria-label": "Where to start" }, words);
  const leave = () => {
    remember(hint);
    node.remove();
  };
  node.append(iconButton("close", "Dismiss the hint", leave));
  return node;
}

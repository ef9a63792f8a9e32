// The question an app can put before an action.

import { h, uid } from "./dom.js";
import { textNodes } from "./text.js";

function buttons(dialog, question) {
  const style = question.style === "danger" ? "danger" : "primary";
  const answer = (value) => () => dialog.close(value);
  return h(
    "div",
    { class: "dialog-foot" },
    h("button", { type: "button", class: "button", onclick: answer("no") }, question.deny?.text ?? "Cancel"),
    h(
      "button",
      { type: "button", class: `button ${style}`, onclick: answer("yes"), autofocus: true },
      question.confirm?.text ?? "Yes",
    ),
  );
}

/** Ask the person; true if they agree, or if there is nothing to ask. */
export function confirmed(question) {
  if (!question) return Promise.resolve(true);
  const title = uid("title");
  const dialog = h("dialog", { class: "dialog confirm", role: "alertdialog", "aria-labelledby": title });
  dialog.append(
    h("div", { class: "dialog-head" }, h("h2", { id: title }, question.title?.text ?? "Are you sure?")),
    h("div", { class: "dialog-body" }, textNodes(question.text)),
    buttons(dialog, question),
  );
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}

// Modals: the top of the member's stack, over the page.

import { post } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { formErrors } from "./checks.js";
import { fill, focusable, h, icon, iconButton, keepingFocus } from "./dom.js";
import { emit, on, state } from "./store.js";
import { Surface } from "./surface.js";
import { plain } from "./text.js";

const TROUBLE = "We had some trouble connecting. Try again?";
const FIELDS = "input:not([type=hidden]), textarea, .choices input";

const dialog = h("dialog", { class: "dialog modal", "aria-labelledby": "modal-title" });
const surfaces = new Map();
let shown = null;

const top = () => state.views.at(-1) ?? null;

function remembered(view) {
  let held = surfaces.get(view.id);
  if (!held) {
    held = { surface: new Surface({ type: "view", view_id: view.id }), waiting: false, trouble: null };
    surfaces.set(view.id, held);
  }
  if (held.view !== view) {
    held.surface.adopt(view.blocks, view.state?.values);
    if (held.view?.hash !== view.hash) held.surface.errors = {};
    Object.assign(held, { view, trouble: null });
  }
  return held;
}

function head(view) {
  const back = state.views.length > 1 && iconButton("back", "Back", () => close(view, false));
  const title = h("h2", { id: "modal-title" }, plain(view.title));
  return h(
    "div",
    { class: "dialog-head" },
    back,
    title,
    iconButton("close", "Close dialog", () => close(view, true)),
  );
}

function foot(view, held) {
  const cancel = h(
    "button",
    { type: "button", class: "button", id: "modal-close", onclick: () => close(view, false) },
    plain(view.close) || (view.submit ? "Cancel" : "Close"),
  );
  const blocked = held.waiting || view.submit_disabled === true;
  const busy = { "aria-busy": String(held.waiting), disabled: blocked };
  const words = [h("span", { class: "spinner", "aria-hidden": "true" }), h("span", {}, plain(view.submit))];
  const submit =
    view.submit &&
    h("button", { type: "submit", class: "button primary", id: "modal-submit", ...busy }, words);
  return h("div", { class: "dialog-foot" }, cancel, submit);
}

const banner = (words) => words && h("div", { class: "banner", role: "alert" }, icon("warn"), words);

function draw(view, held) {
  const send = (event) => {
    event.preventDefault();
    submit(view.id);
  };
  const body = h(
    "div",
    { class: "dialog-body blocks", tabindex: "-1" },
    banner(held.trouble),
    drawBlocks(view.blocks, held.surface),
  );
  const form = h(
    "form",
    { novalidate: true, onsubmit: send, "data-view-id": view.id, "data-callback-id": view.callback_id },
    head(view),
    body,
    foot(view, held),
  );
  const scroll = dialog.querySelector(".dialog-body")?.scrollTop ?? 0;
  fill(dialog, form);
  held.surface.root = body;
  return () => (body.scrollTop = scroll);
}

function focusFirst() {
  const fields = [...dialog.querySelectorAll(FIELDS)].filter((one) => one.getClientRects().length > 0);
  const field = fields.find((one) => one.dataset.focusOnLoad) ?? fields[0];
  (
    field ??
    dialog.querySelector("#modal-submit:not([disabled])") ??
    dialog.querySelector("#modal-close")
  ).focus({ preventScroll: true });
}

function forgetOld() {
  const present = new Set(state.views.map((view) => view.id));
  for (const id of surfaces.keys()) if (!present.has(id)) surfaces.delete(id);
}

/** Hide the page behind the modal from assistive technology that does not know of modal dialogs. */
function covered(yes) {
  for (const id of ["app", "skip"]) document.getElementById(id).toggleAttribute("inert", yes);
  document.getElementById("app").setAttribute("aria-hidden", String(yes));
}

function update() {
  forgetOld();
  const view = top();
  covered(view !== null);
  if (!view) {
    if (dialog.open) dialog.close();
    shown = null;
    fill(dialog);
    return;
  }
  const held = remembered(view);
  const same = shown === view.id;
  const hadFields = dialog.querySelector(FIELDS) !== null;
  shown = view.id;
  let scrolled;
  const kept = keepingFocus(dialog, () => (scrolled = draw(view, held)));
  if (!dialog.open) dialog.showModal();
  if (same) scrolled();
  if (!same || !kept || !hadFields) focusFirst();
}

/** Draw the top view again without new data from the server. */
function redraw() {
  const view = top();
  if (!view) return;
  keepingFocus(dialog, () => draw(view, remembered(view))());
  if (!dialog.contains(document.activeElement)) dialog.querySelector(".dialog-body").focus();
}

async function close(view, clear) {
  const answer = await post("close", { as: state.as, view_id: view.id, clear });
  if (!answer.ok) emit("toast", { text: answer.message ?? TROUBLE, level: "error" });
}

function focusError() {
  const broken = dialog.querySelector(".has-error");
  broken?.scrollIntoView({ block: "center" });
  broken?.querySelector("input, textarea, button")?.focus({ preventScroll: true });
}

function showErrors(held, errors) {
  held.surface.errors = { ...errors };
  redraw();
  focusError();
}

async function submit(viewId) {
  const held = surfaces.get(viewId);
  if (!held || held.waiting || held.view.submit_disabled || !held.view.submit) return undefined;
  const errors = formErrors(held.view, held.surface);
  if (Object.keys(errors).length > 0) return showErrors(held, errors);
  Object.assign(held, { waiting: true, trouble: null });
  held.surface.errors = {};
  redraw();
  const answer = await post("submit", { as: state.as, view_id: viewId, state: held.surface.state() });
  held.waiting = false;
  return answered(held, answer);
}

function answered(held, answer) {
  if (!surfaces.has(held.view.id)) return undefined;
  if (answer.error === "validation") return showErrors(held, answer.errors ?? {});
  if (!answer.ok) held.trouble = answer.message ?? TROUBLE;
  return redraw();
}

function trap(event) {
  if (event.key === "Escape") {
    event.preventDefault();
    if (top()) close(top(), true);
  }
  if (event.key !== "Tab") return;
  const stops = focusable(dialog);
  const [first, last] = [stops[0], stops.at(-1)];
  const edge = event.shiftKey ? first : last;
  if (document.activeElement !== edge && stops.includes(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

/** Put the modal layer on the page. */
export function startModals() {
  document.body.append(dialog);
  dialog.addEventListener("keydown", trap);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault(); // the server decides what is open
    if (top()) close(top(), true);
  });
  on("views", update);
}

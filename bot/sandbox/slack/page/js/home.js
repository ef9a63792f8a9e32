// The app's own tabs: Home, drawn from what the app published for this member, and About.

import { post } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { fill, h, keepingFocus } from "./dom.js";
import { appHeader } from "./header.js";
import { hintNode } from "./hint.js";
import { emit, setHome, state } from "./store.js";
import { Surface } from "./surface.js";

const main = document.getElementById("main");

let open = null;

function empty(words) {
  return h("div", { class: "empty" }, h("p", {}, words));
}

function surfaceOf(view) {
  if (open.surface?.container.view_id !== view.id)
    open.surface = new Surface({ type: "view", view_id: view.id });
  if (open.view !== view) open.surface.adopt(view.blocks, view.state?.values);
  open.view = view;
  return open.surface;
}

/** Draw what the app last published. */
export function drawHome() {
  if (!open?.body) return;
  const view = state.home;
  keepingFocus(open.body, () => {
    if (!view)
      return fill(
        open.body,
        empty(open.asked ? `${state.boot.app.name} has nothing here for you yet.` : "Loading…"),
      );
    const surface = surfaceOf(view);
    surface.root = open.body;
    return fill(open.body, drawBlocks(view.blocks, surface));
  });
}

function frame(tab, body) {
  const scroller = h(
    "div",
    { class: "scroller", tabindex: "0", role: "region", "aria-label": `${state.boot.app.name}, ${tab}` },
    body,
  );
  const header = appHeader(tab);
  main.replaceChildren(header, h("div", { class: "hint-place" }, hintNode()), scroller);
  open = { tab, header };
}

/** Tell the app that its Home tab was opened, and take what it has published. */
export async function askHome() {
  const as = state.as;
  const before = state.home;
  const answer = await post("home", { as });
  if (state.as !== as || !open) return;
  open.asked = true;
  if (!answer.ok)
    emit("toast", { text: answer.message ?? `The Home tab did not open: ${answer.error}`, level: "error" });
  if (answer.ok && state.home === before) setHome(answer.view);
  else drawHome();
}

/** Open the Home tab. */
export function showHome() {
  const body = h("div", { class: "home blocks" });
  frame("home", body);
  open.body = body;
  drawHome();
  askHome();
}

function lines(title, rows) {
  return (
    rows.length > 0 && [
      h("h3", {}, title),
      h(
        "dl",
        {},
        rows.map(([name, words]) => [h("dt", {}, name), h("dd", {}, words)]),
      ),
    ]
  );
}

/** Open the About tab. */
export function showAbout() {
  const { app } = state.boot;
  const commands = (app.commands ?? []).map((one) => [
    h("code", {}, `${one.command} ${one.usage_hint ?? ""}`.trim()),
    one.description,
  ]);
  const shortcuts = (app.shortcuts ?? []).map((one) => [one.name, one.description ?? ""]);
  frame(
    "about",
    h(
      "div",
      { class: "home about" },
      h("p", {}, app.description ?? ""),
      lines("Commands", commands),
      lines("Shortcuts", shortcuts),
    ),
  );
}

/** Leave the app's tabs. */
export function leaveHome() {
  open = null;
}

/** Keep the unread count in the tabs true. */
export function refreshHome() {
  if (!open) return;
  const header = appHeader(open.tab);
  open.header.replaceWith(header);
  open.header = header;
}

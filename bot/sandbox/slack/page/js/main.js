// Start, and what changes when the address, the member or the connection changes.

import {
  compose, drawMessages, focusComposer, isShown, leaveConversation, messageArrived, openName, refreshConversation, reveal, showConversation,
} from "./conversation.js";
import { fill, h } from "./dom.js";
import { askHome, drawHome, leaveHome, refreshHome, showAbout, showHome } from "./home.js";
import { startModals } from "./modal.js";
import { follow, go, hashOf, writeMember } from "./router.js";
import { startSidebar } from "./sidebar.js";
import { boot, forget, loadHistory, markRead, messagesOf, on, state } from "./store.js";
import { connect, disconnect } from "./stream.js";
import { startTheme } from "./theme.js";
import { drawThread, hideThread, showThread, startThread } from "./thread.js";
import { startToasts } from "./toast.js";

const RETRY = 1500;
const main = document.getElementById("main");

function defaultChannel() {
  const mine = [...state.channels.values()].filter((channel) => channel.is_member && !channel.is_im && !channel.is_archived);
  return mine.find((channel) => channel.bot_is_member) ?? mine[0] ?? null;
}

function goDefault() {
  const channel = defaultChannel();
  go(channel ? hashOf(channel.id) : "#/about", { replace: true });
}

function missing() {
  leaveConversation();
  const home = h("button", { type: "button", class: "button", onclick: goDefault }, "Go to a channel");
  main.replaceChildren(h("div", { class: "empty" }, h("p", {}, "This conversation does not exist, or you are not in it."), home));
}

const threadOf = (channel, ts) => messagesOf(channel).find((message) => message.ts === ts)?.thread_ts ?? ts;

async function enterChannel(channel, ts) {
  leaveHome();
  if (!isShown(channel.id)) {
    showConversation(channel);
    focusComposer();
    await loadHistory(channel.id);
    if (state.route.channel !== channel.id) return;
    markRead(channel.id);
  }
  if (!ts) return;
  showThread(channel.id, threadOf(channel.id, ts));
  reveal(threadOf(channel.id, ts));
}

function enterApp(show) {
  leaveConversation();
  hideThread();
  leaveHome();
  show();
}

function route() {
  if (!state.boot) return;
  const { kind, channel, ts } = state.route;
  if (kind === "channel") {
    if (!ts || !isShown(channel)) hideThread();
    const known = state.channels.get(channel);
    if (known) enterChannel(known, ts);
    else missing();
  } else if (kind === "none" || !state.boot.app) goDefault();
  else enterApp(kind === "about" ? showAbout : showHome);
  title();
}

function title() {
  const unread = [...state.channels.values()].reduce((sum, channel) => sum + (channel.unread ?? 0), 0);
  const name = openName() ?? state.boot?.app?.name ?? "Sandbox";
  document.title = `${unread ? `(${unread}) ` : ""}${name} · ${state.boot?.team.name ?? "Slack"}`;
}

/** After a lost connection: everything shown may be old, so ask for it again. */
async function refreshAll() {
  await boot(state.as);
  const { kind, channel } = state.route;
  if (kind === "channel" && isShown(channel)) await loadHistory(channel);
  else if (kind === "home") await askHome();
}

async function start(as) {
  const answer = await boot(as);
  if (!answer.ok && as && answer.error !== "unreachable") return start(null);
  if (!answer.ok) return setTimeout(() => start(as), RETRY, strip(answer.message));
  strip("");
  writeMember(state.as, { replace: true });
  let first = true;
  return connect(state.as, () => {
    if (first) follow();
    else refreshAll();
    first = false;
  });
}

function actAs(as) {
  disconnect();
  forget();
  leaveConversation();
  leaveHome();
  hideThread();
  writeMember(as);
  start(as);
}

function strip(words) {
  const node = document.getElementById("connection");
  node.hidden = words === "";
  fill(node, words);
}

function moved() {
  const as = new URLSearchParams(location.search).get("as");
  if (as && as !== state.as) actAs(as);
  else follow();
}

function composeAnywhere(text) {
  if (compose(text)) return;
  goDefault();
  compose(text);
}

startTheme();
startToasts();
startSidebar();
startThread();
startModals();
on("route", route);
on("act-as", actAs);
on("messages", ({ channel }) => {
  if (isShown(channel)) drawMessages();
  drawThread();
});
on("arrived", messageArrived);
on("channels", () => {
  refreshConversation();
  refreshHome();
  title();
});
on("home", drawHome);
on("compose", composeAnywhere);
on("connection", () => strip(state.online ? "" : "Connection lost. Trying to get back…"));
window.addEventListener("popstate", moved);
document.addEventListener("visibilitychange", () => !document.hidden && state.route.channel && markRead(state.route.channel));
start(new URLSearchParams(location.search).get("as"));

// Start, and what changes when the address, the member or the connection changes.

import {
  compose,
  drawMessages,
  focusComposer,
  isShown,
  leaveConversation,
  messageArrived,
  openName,
  refreshConversation,
  reveal,
  showConversation,
} from "./conversation.js";
import { fill, h } from "./dom.js";
import { askHome, drawHome, leaveHome, refreshHome, showAbout, showHome } from "./home.js";
import { startModals } from "./modal.js";
import { startPress } from "./press.js";
import { follow, go, hashOf, parse, readMember, writeMember } from "./router.js";
import { startSidebar } from "./sidebar.js";
import { boot, botChannel, forget, loadHistory, markRead, messagesOf, on, state } from "./store.js";
import { connect, disconnect } from "./stream.js";
import { startTheme } from "./theme.js";
import { drawThread, hideThread, showThread, startThread } from "./thread.js";
import { startToasts } from "./toast.js";

const RETRY = 1500;
const main = document.getElementById("main");

function defaultChannel() {
  const mine = [...state.channels.values()].filter(
    (channel) => channel.is_member && !channel.is_im && !channel.is_archived,
  );
  return mine.find((channel) => channel.bot_is_member) ?? mine[0] ?? null;
}

function goDefault() {
  const channel = defaultChannel();
  go(channel ? hashOf(channel.id) : "#/about", { replace: true });
}

function missing() {
  leaveConversation();
  const home = h("button", { type: "button", class: "button", onclick: goDefault }, "Go to a channel");
  main.replaceChildren(
    h("div", { class: "empty" }, h("p", {}, "This conversation does not exist, or you are not in it."), home),
  );
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

let starts = 0;

async function start(as, arrive = follow) {
  const mine = (starts += 1);
  const answer = await boot(as);
  if (mine !== starts) return;
  if (!answer.ok) {
    strip(answer.message ?? answer.error);
    setTimeout(() => mine === starts && start(answer.error === "unreachable" ? as : null, arrive), RETRY);
    return;
  }
  strip("");
  writeMember(state.as, { replace: true });
  let first = true;
  connect(state.as, () => {
    if (first) arrive();
    else refreshAll();
    first = false;
  });
}

/** Where another member stands after the change: the same place if they can see it. */
function arriveFrom(withApp) {
  const { kind, channel } = parse(location.hash);
  if (kind !== "channel" || state.channels.has(channel)) follow();
  else if (withApp) go(botChannel() ? hashOf(botChannel().id) : "#/home", { replace: true });
  else goDefault();
}

function actAs(as) {
  const withApp = state.route.channel === botChannel()?.id;
  disconnect();
  forget();
  leaveConversation();
  leaveHome();
  hideThread();
  writeMember(as);
  start(as, () => arriveFrom(withApp));
}

function strip(words) {
  const node = document.getElementById("connection");
  node.hidden = words === "";
  fill(node, words);
}

function movedInTime() {
  const as = new URLSearchParams(location.search).get("as");
  if (as && as !== state.as) actAs(as);
}

function arrived(message) {
  messageArrived(message);
  if (!state.channels.has(message.channel)) boot(state.as); // a conversation that was opened a moment ago
}

function channelsChanged() {
  const shown = state.channels.get(state.route.channel);
  if (shown?.unread > 0 && !document.hidden && isShown(shown.id)) markRead(shown.id);
  refreshConversation();
  refreshHome();
  title();
}

function skipToComposer(event) {
  event.preventDefault(); // the address names the conversation, not a place on the page
  (document.getElementById("composer") ?? main.querySelector(".scroller"))?.focus();
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
startPress();
on("route", route);
on("act-as", actAs);
on("messages", ({ channel }) => {
  if (isShown(channel)) drawMessages();
  drawThread();
});
on("arrived", arrived);
on("channels", channelsChanged);
on("home", drawHome);
on("compose", composeAnywhere);
on("connection", () => strip(state.online ? "" : "Connection lost. Trying to get back…"));
window.addEventListener("popstate", movedInTime);
window.addEventListener("hashchange", follow);
document.getElementById("skip").addEventListener("click", skipToComposer);
document.addEventListener(
  "visibilitychange",
  () => !document.hidden && state.route.channel && markRead(state.route.channel),
);
start(readMember());

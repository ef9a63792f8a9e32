// The sidebar: workspace, member acted as, app, channels, people.

import { post } from "./api.js";
import { appBadge, avatar } from "./avatar.js";
import { fill, h, icon, iconButton, keepingFocus, uid } from "./dom.js";
import { go, hashOf } from "./router.js";
import { botChannel, emit, me, on, rememberChannel, state } from "./store.js";
import { theme, toggleTheme } from "./theme.js";

const node = document.getElementById("sidebar");
const app = document.getElementById("app");

/** Open or close the drawer that the sidebar becomes on a phone. */
export function setDrawer(open) {
  app.classList.toggle("drawer-open", open);
  document.getElementById("drawer-button")?.setAttribute("aria-expanded", String(open));
  if (open) node.querySelector("a, select, button")?.focus();
}

function themeButton() {
  const dark = theme() === "dark";
  const change = () => {
    toggleTheme();
    draw();
  };
  return iconButton(dark ? "sun" : "moon", dark ? "Use the light theme" : "Use the dark theme", change, {
    id: "theme-button",
  });
}

const isPerson = (user) => !user.is_bot && !user.deleted && user.id !== "USLACKBOT";
const people = () => [...state.users.values()].filter(isPerson);

let switcher = { key: null, node: null };

/** The member switch; kept as it is while nobody comes or goes, since a redraw would close its open list. */
function actAs() {
  const key = JSON.stringify([state.as, ...state.users.keys()]);
  if (switcher.key !== key) switcher = { key, node: actAsNode() };
  return switcher.node;
}

function actAsNode() {
  const id = "act-as";
  const choices = people().map((user) =>
    h("option", { value: user.id, selected: user.id === state.as }, user.real_name || user.name),
  );
  const change = (event) => emit("act-as", event.target.value);
  return h(
    "div",
    { class: "act-as" },
    avatar(state.as, "small"),
    h("label", { for: id }, "Acting as"),
    h("select", { id, onchange: change }, choices),
  );
}

function badge(unread) {
  return (
    unread > 0 &&
    h(
      "span",
      { class: "unread" },
      h("span", { class: "unseen" }, "unread: "),
      unread > 99 ? "99+" : String(unread),
    )
  );
}

function entry({ href, mark, label, unread = 0, current, quiet, channel, onclick }) {
  const properties = {
    class: `entry ${unread > 0 ? "has-unread" : ""} ${quiet ? "quiet" : ""}`,
    href,
    id: `entry-${channel ?? uid()}`,
    "data-channel": channel,
    "aria-current": current ? "page" : null,
    onclick,
  };
  return h("a", properties, mark, h("span", { class: "entry-name" }, label), badge(unread));
}

function channelEntry(channel) {
  return entry({
    href: hashOf(channel.id),
    mark: h("span", { class: "entry-mark", "aria-hidden": "true" }, channel.is_private ? icon("lock") : "#"),
    label: [channel.name, channel.is_private && h("span", { class: "unseen" }, " (private)")],
    unread: channel.unread,
    current: state.route.channel === channel.id,
    quiet: !channel.is_member,
    channel: channel.id,
  });
}

/** Open the direct messages with somebody, making the conversation when there is none. */
export async function openDirect(userId) {
  const answer = await post("dm", { as: state.as, user: userId });
  if (!answer.ok) return emit("toast", { text: answer.message ?? answer.error, level: "error" });
  rememberChannel(answer.channel);
  return go(hashOf(answer.channel.id));
}

function personEntry(user) {
  const channel = [...state.channels.values()].find((one) => one.is_im && one.user === user.id);
  const open = (event) => {
    event.preventDefault();
    openDirect(user.id);
  };
  return entry({
    href: channel ? hashOf(channel.id) : "#",
    mark: avatar(user.id, "small"),
    label: [user.real_name || user.name, user.id === state.as && h("span", { class: "quiet" }, " (you)")],
    unread: channel?.unread,
    current: channel && state.route.channel === channel.id,
    channel: channel?.id ?? user.id,
    onclick: channel ? null : open,
  });
}

function appEntry() {
  const { app: bot } = state.boot;
  const channel = botChannel();
  const unread = channel?.unread ?? 0;
  const home = bot.home_tab && unread === 0;
  const open = (event) => {
    if (home || channel) return;
    event.preventDefault();
    openDirect(bot.bot_user_id);
  };
  const current =
    ["home", "about"].includes(state.route.kind) || (channel && state.route.channel === channel.id);
  return entry({
    href: home || !channel ? "#/home" : hashOf(channel.id),
    mark: avatar(bot.bot_user_id, "small"),
    label: [bot.name, appBadge(bot.bot_user_id)],
    unread,
    current,
    channel: channel?.id ?? bot.bot_user_id,
    onclick: open,
  });
}

function group(title, entries) {
  const id = `side-${title.toLowerCase().replaceAll(" ", "-")}`;
  return (
    entries.length > 0 &&
    h(
      "section",
      { "aria-labelledby": id },
      h("h2", { id }, title),
      h(
        "ul",
        {},
        entries.map((one) => h("li", {}, one)),
      ),
    )
  );
}

const byName = (a, b) => a.name.localeCompare(b.name);

function head() {
  const logo = h("img", { src: "/page/logo.svg", alt: "", width: 28, height: 28 });
  return h("div", { class: "workspace" }, logo, h("h1", {}, state.boot.team.name), themeButton());
}

function groups() {
  const channels = [...state.channels.values()].filter((one) => !one.is_im && !one.is_archived).sort(byName);
  const others = people().filter((user) => user.id !== me().id);
  others.sort((a, b) => a.real_name.localeCompare(b.real_name));
  return [
    state.boot.app && group("Apps", [appEntry()]),
    group("Channels", channels.filter((one) => one.is_member).map(channelEntry)),
    group("More channels", channels.filter((one) => !one.is_member).map(channelEntry)),
    group("Direct messages", [...others, me()].map(personEntry)),
  ];
}

function draw() {
  if (!state.boot) return;
  keepingFocus(node, () => fill(node, head(), actAs(), h("div", { class: "entries" }, groups())));
}

/** Keep the sidebar up to date. */
export function startSidebar() {
  for (const topic of ["boot", "channels", "route"]) on(topic, draw);
  on("route", () => setDrawer(false));
  document.getElementById("scrim").addEventListener("click", () => setDrawer(false));
  node.addEventListener("keydown", (event) => event.key === "Escape" && setDrawer(false));
}

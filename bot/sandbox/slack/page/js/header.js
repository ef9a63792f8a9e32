// The line above a conversation.

import { appBadge, avatar } from "./avatar.js";
import { h, icon, iconButton } from "./dom.js";
import { openMenu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { hashOf } from "./router.js";
import { openDirect, setDrawer } from "./sidebar.js";
import { botChannel, nameOf, state } from "./store.js";

function drawerButton() {
  return iconButton("menu", "Open the sidebar", () => setDrawer(true), {
    id: "drawer-button",
    class: "icon-button drawer-button",
    "aria-expanded": "false",
  });
}

function members(channel) {
  const ids = channel.members ?? [];
  const items = ids.map((id) => ({
    label: nameOf(id),
    note: id === state.as ? "you" : "",
    run: () => id !== state.as && openDirect(id),
  }));
  const label = `${ids.length} member${ids.length === 1 ? "" : "s"}`;
  const open = (event) => openMenu(event.currentTarget, items, "Members");
  return h(
    "button",
    {
      type: "button",
      class: "button members",
      onclick: open,
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-label": label,
      title: label,
    },
    icon("people"),
    String(ids.length),
  );
}

function titleOf(channel) {
  if (channel.is_im) return [avatar(channel.user, "small"), nameOf(channel.user), appBadge(channel.user)];
  return [
    channel.is_private ? icon("lock") : h("span", { class: "entry-mark", "aria-hidden": "true" }, "#"),
    channel.name,
  ];
}

/** The header of a channel or a conversation with a person. */
export function channelHeader(channel) {
  const topic = channel.topic && h("p", { class: "topic" }, mrkdwn(channel.topic));
  return h(
    "header",
    { class: "header" },
    drawerButton(),
    h("div", { class: "header-words" }, h("h2", {}, titleOf(channel)), topic),
    !channel.is_im && members(channel),
  );
}

function tab(label, href, current, onclick = null) {
  return h("a", { class: "tab", href, "aria-current": current ? "page" : null, onclick }, label);
}

function messagesTab(current) {
  const channel = botChannel();
  const open = (event) => {
    event.preventDefault();
    openDirect(state.boot.app.bot_user_id);
  };
  const unread = channel?.unread > 0 ? ` (${channel.unread})` : "";
  return tab(
    `Messages${unread}`,
    channel ? hashOf(channel.id) : "#",
    current === "messages",
    channel ? null : open,
  );
}

/** The header of the app, with its tabs. */
export function appHeader(current) {
  const { app } = state.boot;
  const tabs = [
    app.home_tab && tab("Home", "#/home", current === "home"),
    messagesTab(current),
    tab("About", "#/about", current === "about"),
  ];
  const words = h(
    "div",
    { class: "header-words" },
    h("h2", {}, avatar(app.bot_user_id, "small"), app.name, appBadge(app.bot_user_id)),
  );
  return h(
    "header",
    { class: "header header-app" },
    drawerButton(),
    words,
    h("nav", { class: "tabs", "aria-label": app.name }, tabs),
  );
}

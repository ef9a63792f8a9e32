// What the page knows, and who wants to hear of changes. Nothing here touches the DOM.

import { get, post } from "./api.js";

/** Everything the page knows at this moment. */
export const state = {
  as: null,
  boot: null,
  users: new Map(),
  channels: new Map(),
  messages: new Map(),
  views: [],
  home: null,
  route: { kind: "none" },
  online: true,
};

const hearers = new Map();
const fetching = new Map();

/** Call a function whenever a topic changes. */
export function on(topic, hearer) {
  hearers.set(topic, [...(hearers.get(topic) ?? []), hearer]);
}

/** Tell all who listen to a topic. */
export function emit(topic, detail) {
  for (const hearer of hearers.get(topic) ?? []) hearer(detail);
}

/** The member the page acts as. */
export const me = () => state.boot?.me ?? null;

/** A person's or app's shown name. */
export function nameOf(userId) {
  const user = state.users.get(userId);
  return user ? user.real_name || user.name : userId;
}

/** The name of a conversation as this member sees it. */
export function channelName(channelId) {
  const channel = state.channels.get(channelId);
  if (!channel) return "private-channel";
  return channel.is_im ? nameOf(channel.user) : channel.name;
}

/** The conversation with the app's bot, if one is open. */
export function botChannel() {
  const bot = state.boot?.app?.bot_user_id;
  return [...state.channels.values()].find((channel) => channel.is_im && channel.user === bot) ?? null;
}

/** Messages of a conversation, oldest first. */
export function messagesOf(channelId) {
  const known = state.messages.get(channelId);
  return known ? [...known.values()].sort((a, b) => compareTs(a.ts, b.ts)) : [];
}

/** Order two Slack timestamps, which are too long for a float. */
export function compareTs(a, b) {
  const [left, right] = [String(a).split("."), String(b).split(".")];
  return Number(left[0]) - Number(right[0]) || Number(left[1] ?? 0) - Number(right[1] ?? 0);
}

/** Fetch who and what is in the workspace for one member. */
export async function boot(as) {
  const answer = await get("boot", { as });
  if (!answer.ok) return answer;
  state.boot = answer;
  state.as = answer.me.id;
  state.users = new Map(answer.users.map((user) => [user.id, user]));
  state.channels = new Map(answer.channels.map((channel) => [channel.id, channel]));
  emit("boot");
  emit("channels");
  return answer;
}

/** Forget what belonged to the member acted as before. */
export function forget() {
  Object.assign(state, { boot: null, views: [], home: null, channels: new Map(), messages: new Map() });
  fetching.clear();
  emit("views");
}

/** Fetch a conversation's messages; what the stream says meanwhile is newer and wins. */
export async function loadHistory(channelId) {
  const as = state.as;
  const touched = new Set();
  fetching.set(channelId, touched);
  const answer = await get("history", { as, channel: channelId, limit: 200 });
  if (fetching.get(channelId) !== touched || state.as !== as) return;
  fetching.delete(channelId);
  if (!answer.ok) {
    emit("toast", { text: answer.message ?? answer.error, level: "error" });
    return;
  }
  const before = state.messages.get(channelId) ?? new Map();
  const now = new Map(answer.messages.filter((m) => !touched.has(m.ts)).map((m) => [m.ts, m]));
  for (const ts of touched) if (before.has(ts)) now.set(ts, before.get(ts));
  state.messages.set(channelId, now);
  emit("messages", { channel: channelId });
}

function putMessage(message, fresh) {
  fetching.get(message.channel)?.add(message.ts);
  if (!state.messages.has(message.channel)) state.messages.set(message.channel, new Map());
  state.messages.get(message.channel).set(message.ts, message);
  emit("messages", { channel: message.channel });
  if (fresh) emit("arrived", message);
}

function dropMessage(channelId, ts) {
  fetching.get(channelId)?.add(ts);
  state.messages.get(channelId)?.delete(ts);
  emit("messages", { channel: channelId });
}

/** Set how many messages of a conversation the member has not seen. */
export function setUnread(channelId, unread) {
  const channel = state.channels.get(channelId);
  if (!channel || channel.unread === unread) return;
  state.channels.set(channelId, { ...channel, unread });
  emit("channels");
}

/** Tell the server, and the sidebar, that a conversation was seen. */
export function markRead(channelId) {
  setUnread(channelId, 0);
  return post("read", { as: state.as, channel: channelId });
}

function putChannel(channel) {
  const gone = !channel.is_member && (channel.is_private || channel.is_im);
  if (gone) state.channels.delete(channel.id);
  else state.channels.set(channel.id, { ...state.channels.get(channel.id), ...channel });
  emit("channels");
}

/** Remember a conversation that the server just told of. */
export const rememberChannel = putChannel;

const EVENTS = {
  message: (event) => putMessage(event.message, true),
  message_changed: (event) => putMessage(event.message, false),
  message_deleted: (event) => dropMessage(event.channel, event.ts),
  ephemeral: (event) => putMessage({ ...event.message, is_ephemeral: true }, true),
  ephemeral_changed: (event) => putMessage({ ...event.message, is_ephemeral: true }, false),
  ephemeral_deleted: (event) => dropMessage(event.channel, event.ts),
  channel: (event) => putChannel(event.channel),
  views: (event) => setViews(event.stack),
  home: (event) => setHome(event.view),
  toast: (event) => emit("toast", event),
  typing: (event) => emit("typing", event),
};

/** Take a new stack of modals. */
export function setViews(stack) {
  state.views = stack ?? [];
  emit("views");
}

/** Take what the app published for the Home tab. */
export function setHome(view) {
  state.home = view ?? null;
  emit("home");
}

/** Apply one event of the stream; kinds that this page does not know are left alone. */
export function apply(event) {
  EVENTS[event.type]?.(event);
}

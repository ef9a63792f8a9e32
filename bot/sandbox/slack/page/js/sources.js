// Where the choices of a select come from. A source gives groups: [{label, items: [{value, label, note, raw}]}].

import { post } from "./api.js";
import { nameOf, state } from "./store.js";
import { plain } from "./text.js";

/** The kind of a select: static, external, users, conversations or channels; and whether it takes several. */
export function kindOf(element) {
  const [, multi, kind] = element.type.match(/^(multi_)?(\w+)_select$/);
  return { multi: Boolean(multi), kind };
}

const NOUNS = {
  static: "option",
  external: "option",
  users: "user",
  conversations: "conversation",
  channels: "channel",
};

/** The name under which a select's value is kept, such as selected_option or selected_users. */
export function valueName(element) {
  const { multi, kind } = kindOf(element);
  return `selected_${NOUNS[kind]}${multi ? "s" : ""}`;
}

const optionItem = (option) => ({
  value: option.value,
  label: plain(option.text),
  note: option.description ? plain(option.description) : null,
  raw: option,
});

const userItem = (user) => ({
  value: user.id,
  label: user.real_name || user.name,
  note: `@${user.name}`,
  raw: user.id,
});

function channelLabel(channel) {
  if (channel.is_im) return `@${nameOf(channel.user)}`;
  return `${channel.is_private ? "🔒" : "#"} ${channel.name}`;
}

const channelItem = (channel) => ({
  value: channel.id,
  label: channelLabel(channel),
  note: null,
  raw: channel.id,
});

/** The item that a value held in the state stands for. */
export function itemOf(element, held) {
  const { kind } = kindOf(element);
  if (kind === "users") return userItem(state.users.get(held) ?? { id: held, name: held });
  if (NOUNS[kind] === "option") return optionItem(held);
  return channelItem(state.channels.get(held) ?? { id: held, name: held });
}

function grouped(answer) {
  const groups = answer.option_groups ?? [{ label: null, options: answer.options ?? [] }];
  return groups.map((group) => ({
    label: group.label ? plain(group.label) : null,
    items: group.options.map(optionItem),
  }));
}

function kindOfChannel(channel) {
  if (channel.is_im) return "im";
  return channel.is_private ? "private" : "public";
}

function wanted(channel, filter = {}) {
  if (channel.is_archived) return false;
  if (filter.include && !filter.include.includes(kindOfChannel(channel))) return false;
  return !(filter.exclude_bot_users && channel.is_im && state.users.get(channel.user)?.is_bot);
}

const byLabel = (a, b) => a.label.localeCompare(b.label);

function conversations(element) {
  const channels = [...state.channels.values()].filter((channel) => wanted(channel, element.filter));
  return [{ label: null, items: channels.map(channelItem).sort(byLabel) }];
}

function publicChannels() {
  const channels = [...state.channels.values()].filter((channel) => wanted(channel, { include: ["public"] }));
  return [{ label: null, items: channels.map(channelItem).sort(byLabel) }];
}

function people() {
  const users = [...state.users.values()].filter((user) => !user.is_bot && !user.deleted);
  return [{ label: null, items: users.map(userItem).sort(byLabel) }];
}

const LOCAL = { static: grouped, users: people, conversations, channels: publicChannels };

function matching(groups, query) {
  const words = query.trim().toLowerCase().replace(/^[#@]/, "");
  const fits = (item) => `${item.label} ${item.note ?? ""}`.toLowerCase().includes(words);
  return groups
    .map((group) => ({ ...group, items: group.items.filter(fits) }))
    .filter((group) => group.items.length > 0);
}

async function asked(bound, query) {
  const { element, surface, blockId } = bound;
  const least = element.min_query_length ?? 3;
  if (query.length < least)
    return { note: `Type at least ${least} character${least === 1 ? "" : "s"} to search` };
  const where = {
    as: state.as,
    container: surface.container,
    block_id: blockId,
    action_id: element.action_id,
  };
  const answer = await post("options", { ...where, value: query, state: surface.state() });
  if (!answer.ok) return { error: answer.message ?? "The choices did not load. Type again to retry." };
  return { groups: grouped(answer) };
}

/** Whether the choices must be asked from the app. */
export const isExternal = (element) => kindOf(element).kind === "external";

/** The choices for what was typed: {groups}, or {note} or {error} to show instead. */
export async function choices(bound, query) {
  if (isExternal(bound.element)) return asked(bound, query);
  return { groups: matching(LOCAL[kindOf(bound.element).kind](bound.element), query) };
}

/** Whether two values of a select are the same choice. */
export function sameChoice(a, b) {
  return (a?.value ?? a) === (b?.value ?? b);
}

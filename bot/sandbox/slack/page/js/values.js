// What each kind of element contributes to `state.values`, and where it starts.

const option = (name) => (element) => ({ type: element.type, [name]: element.initial_option ?? null });
const options = (element) => ({ type: element.type, selected_options: element.initial_options ?? [] });
const text = (element) => ({ type: element.type, value: element.initial_value ?? null });
const one = (name, initial) => (element) => ({ type: element.type, [name]: element[initial] ?? null });
const many = (name, initial) => (element) => ({ type: element.type, [name]: element[initial] ?? [] });

const INITIAL = {
  plain_text_input: text,
  email_text_input: text,
  url_text_input: text,
  number_input: text,
  static_select: option("selected_option"),
  external_select: option("selected_option"),
  radio_buttons: option("selected_option"),
  checkboxes: options,
  multi_static_select: options,
  multi_external_select: options,
  users_select: one("selected_user", "initial_user"),
  conversations_select: one("selected_conversation", "initial_conversation"),
  channels_select: one("selected_channel", "initial_channel"),
  multi_users_select: many("selected_users", "initial_users"),
  multi_conversations_select: many("selected_conversations", "initial_conversations"),
  multi_channels_select: many("selected_channels", "initial_channels"),
  datepicker: one("selected_date", "initial_date"),
  timepicker: one("selected_time", "initial_time"),
  datetimepicker: one("selected_date_time", "initial_date_time"),
};

/** The value an element starts with, or null for one that holds none, such as a button. */
export function initialValue(element) {
  return INITIAL[element.type]?.(element) ?? null;
}

/** What a value holds apart from its type: the payload of an action. */
export function payloadOf(value) {
  const { type, ...rest } = value;
  return rest;
}

/** Whether a value says nothing yet. */
export function isEmpty(value) {
  const held = Object.values(payloadOf(value))[0];
  return held === null || held === undefined || held === "" || (Array.isArray(held) && held.length === 0);
}

function known(element, chosen) {
  const offered = element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);
  return element.type.includes("external") || offered.some((one) => one.value === chosen.value);
}

/** Whether what a person chose before still fits the element as it is now. */
export function stillFits(element, value) {
  if (value.type !== element.type) return false;
  if (value.selected_option) return known(element, value.selected_option);
  return (value.selected_options ?? []).every((chosen) => known(element, chosen));
}

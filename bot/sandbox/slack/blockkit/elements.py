"""Block Kit's elements, each under its type, and which block may hold which."""

from collections.abc import Iterable, Mapping

from bot.sandbox.slack.blockkit.objects import (
    action_id,
    any_text,
    chosen_among_options,
    confirm,
    conversation_filter,
    dispatch_action_config,
    image,
    member_ids,
    option_groups,
    overflow_option,
    placeholder,
    plain_option,
    plain_options,
    plain_text,
    rich_option,
    selected_items,
    url,
)
from bot.sandbox.slack.blockkit.rich_text import rich_text
from bot.sandbox.slack.blockkit.rules import (
    Extra,
    Findings,
    Rule,
    among,
    array,
    by_type,
    either,
    find,
    flag,
    literal,
    matching,
    record,
    text,
    whole,
)

_date = matching(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "must be a date: YYYY-MM-DD")
_time = matching(r"([01]\d|2[0-3]):[0-5]\d", "must be a time: HH:mm")
_number = matching(r"-?\d+(\.\d+)?", "must be a number in a string")
_length = whole(0, 3000)

_CHOICE: dict[str, Rule] = {"placeholder": placeholder, "confirm": confirm, "focus_on_load": flag}
_MANY: dict[str, Rule] = {**_CHOICE, "max_selected_items": selected_items}
_CONVERSATIONS: dict[str, Rule] = {"default_to_current_conversation": flag, "filter": conversation_filter}
_TYPED: dict[str, Rule] = {
    "placeholder": placeholder,
    "focus_on_load": flag,
    "dispatch_action_config": dispatch_action_config,
}
_STYLE = among("primary", "danger")


def _element(
    kind: str, required: Mapping[str, Rule], optional: Mapping[str, Rule], also: Iterable[Extra] = ()
) -> tuple[str, Rule]:
    """Allow an interactive element; its action_id may be left out, Slack then makes one."""
    return kind, record({**literal(kind), **required}, {"action_id": action_id, **optional}, also=tuple(also))


def _ordered(low: str, high: str) -> Extra:
    """Refuse a lower bound above the upper one."""

    def check(value: dict[str, object], pointer: str, findings: Findings) -> None:
        bounds = [value.get(low), value.get(high)]
        try:
            least, most = (float(str(bound)) for bound in bounds if bound is not None)
        except ValueError:
            return
        if least > most:
            find(findings, f"{low} must not be more than {high}", f"{pointer}/{low}")

    return check


_feedback = record({"text": plain_text(75), "value": text(2000)}, {"accessibility_label": text(75)})

_BUTTONS = [
    _element(
        "button",
        {"text": plain_text(75)},
        {
            "url": url,
            "value": text(2000, least=0),
            "style": _STYLE,
            "confirm": confirm,
            "accessibility_label": text(75),
            "agent_prompt": text(4000),
            "agent_prompt_display": text(4000),
            "visible_to_user_ids": member_ids,
        },
    ),
    _element(
        "icon_button",
        {"icon": among("trash"), "text": plain_text(75)},
        {
            "value": text(2000),
            "accessibility_label": text(75),
            "visible_to_user_ids": array(text(255), least=1, most=10),
            "confirm": confirm,
        },
    ),
    _element("feedback_buttons", {"positive_button": _feedback, "negative_button": _feedback}, {}),
    _element("overflow", {"options": array(overflow_option, least=1, most=5)}, {"confirm": confirm}),
]

_STATIC: dict[str, Rule] = {"options": plain_options, "option_groups": option_groups}
_ONE_POOL = either("options", "option_groups")

_SELECTS = [
    _element(
        "static_select",
        {},
        {**_CHOICE, **_STATIC, "initial_option": plain_option},
        [_ONE_POOL, chosen_among_options("initial_option")],
    ),
    _element(
        "external_select",
        {},
        {**_CHOICE, "min_query_length": whole(0, 3000), "initial_option": plain_option},
    ),
    _element("users_select", {}, {**_CHOICE, "initial_user": text(255)}),
    _element(
        "conversations_select",
        {},
        {**_CHOICE, **_CONVERSATIONS, "initial_conversation": text(255), "response_url_enabled": flag},
    ),
    _element("channels_select", {}, {**_CHOICE, "initial_channel": text(255), "response_url_enabled": flag}),
]

_MULTI_SELECTS = [
    _element(
        "multi_static_select",
        {},
        {**_MANY, **_STATIC, "initial_options": plain_options},
        [_ONE_POOL, chosen_among_options("initial_options")],
    ),
    _element(
        "multi_external_select",
        {},
        {**_MANY, "min_query_length": whole(0, 3000), "initial_options": plain_options},
    ),
    _element("multi_users_select", {}, {**_MANY, "initial_users": member_ids}),
    _element(
        "multi_conversations_select", {}, {**_MANY, **_CONVERSATIONS, "initial_conversations": member_ids}
    ),
    _element("multi_channels_select", {}, {**_MANY, "initial_channels": member_ids}),
]

_TEN = array(rich_option, least=1, most=10)
_TICKED: dict[str, Rule] = {"confirm": confirm, "focus_on_load": flag}

_CHOICES = [
    _element(
        "radio_buttons",
        {"options": _TEN},
        {**_TICKED, "initial_option": rich_option},
        [chosen_among_options("initial_option")],
    ),
    _element(
        "checkboxes",
        {"options": _TEN},
        {**_TICKED, "initial_options": array(rich_option, least=1, most=10)},
        [chosen_among_options("initial_options")],
    ),
    _element("datepicker", {}, {**_CHOICE, "initial_date": _date}),
    _element("timepicker", {}, {**_CHOICE, "initial_time": _time, "timezone": text(255)}),
    _element(
        "datetimepicker",
        {},
        {"confirm": confirm, "focus_on_load": flag, "initial_date_time": whole(10**9, 10**10 - 1)},
    ),
]

_INPUTS = [
    _element(
        "plain_text_input",
        {},
        {
            **_TYPED,
            "initial_value": text(3000, least=0),
            "multiline": flag,
            "min_length": _length,
            "max_length": whole(1, 3000),
        },
        [_ordered("min_length", "max_length")],
    ),
    _element("email_text_input", {}, {**_TYPED, "initial_value": text(3000, least=0)}),
    _element("url_text_input", {}, {**_TYPED, "initial_value": text(3000, least=0)}),
    _element(
        "number_input",
        {"is_decimal_allowed": flag},
        {**_TYPED, "initial_value": _number, "min_value": _number, "max_value": _number},
        [_ordered("min_value", "max_value")],
    ),
    _element(
        "rich_text_input",
        {},
        {**_TYPED, "initial_value": rich_text, "min_lines": whole(1, 100), "max_lines": whole(1, 100)},
    ),
    _element("file_input", {}, {"filetypes": array(text(255), least=1), "max_files": whole(1, 10)}),
]

_SINGLE = dict(_SELECTS)
_MULTI = dict(_MULTI_SELECTS)
_CHOICE_RULES = dict(_CHOICES)
_BUTTON_RULES = dict(_BUTTONS)
_TYPED_RULES = dict(_INPUTS)

button = _BUTTON_RULES["button"]
_PRESSED = {kind: _BUTTON_RULES[kind] for kind in ("button", "overflow")}

INPUT_TYPES = frozenset({**_SINGLE, **_MULTI, **_CHOICE_RULES, **_TYPED_RULES})

in_section = by_type({**_PRESSED, **_SINGLE, **_MULTI, **_CHOICE_RULES, "image": image})
in_actions = by_type(
    {
        **_PRESSED,
        **_SINGLE,
        **_MULTI,
        **_CHOICE_RULES,
        "icon_button": _BUTTON_RULES["icon_button"],
        "rich_text_input": _TYPED_RULES["rich_text_input"],
    }
)
in_input = by_type({**_SINGLE, **_MULTI, **_CHOICE_RULES, **_TYPED_RULES})
in_context_actions = by_type({kind: _BUTTON_RULES[kind] for kind in ("feedback_buttons", "icon_button")})
in_card = by_type({kind: _BUTTON_RULES[kind] for kind in ("button", "icon_button", "overflow")})
_text_in_context = any_text(3000)
in_context = by_type({"image": image, "plain_text": _text_in_context, "mrkdwn": _text_in_context})

"""Block Kit's composition objects: texts, options, confirmations, filters."""

from bot.sandbox.slack.blockkit.rules import (
    Extra,
    Findings,
    Rule,
    among,
    array,
    at_least_one,
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

MOST_OPTIONS = 100

url = matching(r"[A-Za-z][A-Za-z0-9+.\-]*:\S+", "must be a valid url")
action_id = text(255)
member_ids = array(text(255), least=1)


def plain_text(limit: int) -> Rule:
    """Allow a plain_text object."""
    return by_type({"plain_text": record({**literal("plain_text"), "text": text(limit)}, {"emoji": flag})})


def any_text(limit: int) -> Rule:
    """Allow a plain_text or a mrkdwn object."""
    words = text(limit)
    return by_type(
        {
            "plain_text": record({**literal("plain_text"), "text": words}, {"emoji": flag}),
            "mrkdwn": record({**literal("mrkdwn"), "text": words}, {"verbatim": flag}),
        }
    )


placeholder = plain_text(150)

confirm = record(
    {"title": plain_text(100), "text": any_text(300), "confirm": plain_text(30), "deny": plain_text(30)},
    {"style": among("primary", "danger")},
)

slack_file = record({}, {"id": text(255), "url": url}, also=[either("id", "url")])

IMAGE_SOURCE: dict[str, Rule] = {"image_url": url, "slack_file": slack_file}

image = record(
    {**literal("image"), "alt_text": text(2000)}, IMAGE_SOURCE, also=[either("image_url", "slack_file")]
)


def option(label: Rule) -> Rule:
    """Allow a choice; radio buttons and checkboxes allow mrkdwn in `label`, selects do not."""
    return record({"text": label, "value": text(150)}, {"description": plain_text(75)})


plain_option = option(plain_text(75))
rich_option = record({"text": any_text(75), "value": text(150)}, {"description": any_text(75)})
overflow_option = record(
    {"text": plain_text(75), "value": text(150)}, {"description": plain_text(75), "url": url}
)
plain_options = array(plain_option, least=1, most=MOST_OPTIONS)
option_group = record({"label": plain_text(75), "options": plain_options})
option_groups = array(option_group, least=1, most=MOST_OPTIONS)

suggestions = record(
    {},
    {
        "options": array(plain_option, most=MOST_OPTIONS),
        "option_groups": array(
            record({"label": plain_text(75), "options": array(plain_option, most=MOST_OPTIONS)}),
            most=MOST_OPTIONS,
        ),
    },
    also=[either("options", "option_groups")],
)

dispatch_action_config = record(
    {"trigger_actions_on": array(among("on_enter_pressed", "on_character_entered"), least=1, most=2)}
)

conversation_filter = record(
    {},
    {
        "include": array(among("im", "mpim", "private", "public"), least=1),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
    also=[at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users")],
)

selected_items = whole(1, 1_000_000)


def _offered(value: dict[str, object]) -> list[object]:
    """Every option of a select, whether grouped or not."""
    groups = value.get("option_groups")
    pools = [value.get("options")]
    pools += (
        [group.get("options") for group in groups if isinstance(group, dict)]
        if isinstance(groups, list)
        else []
    )
    return [entry for pool in pools if isinstance(pool, list) for entry in pool]


def _alike(first: object, second: object) -> bool:
    """Whether two options are the same: Slack compares text and value, not the emoji flag."""
    if not isinstance(first, dict) or not isinstance(second, dict):
        return False
    words = [entry.get("text", {}) for entry in (first, second)]
    labels = [word.get("text") if isinstance(word, dict) else None for word in words]
    return first.get("value") == second.get("value") and labels[0] == labels[1]


def chosen_among_options(key: str) -> Extra:
    """Refuse an initial option that is not among those offered."""

    def check(value: dict[str, object], pointer: str, findings: Findings) -> None:
        initial = value.get(key)
        offered = _offered(value)
        for entry in initial if isinstance(initial, list) else [initial]:
            if entry is not None and not any(_alike(entry, other) for other in offered):
                find(findings, f"{key} must be one of the options", f"{pointer}/{key}")

    return check

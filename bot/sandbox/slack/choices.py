"""What the page sends for an element, checked and completed into what Slack would send to the app."""

import re
from typing import Any

from bot.sandbox.slack.blockkit import Placed
from bot.sandbox.slack.errors import Refused
from bot.sandbox.slack.state import initial, is_list, value_key
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]

_SHAPES = {
    "selected_date": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "selected_time": re.compile(r"([01]\d|2[0-3]):[0-5]\d"),
}


class Suggested:
    """The options that the app has offered in external selects, by element and person."""

    def __init__(self) -> None:
        self._options: dict[tuple[str, str, str], dict[str, Json]] = {}

    def keep(self, user: str, placed: Placed, options: list[Json]) -> None:
        """Remember what was offered, so that a choice can be completed."""
        known = self._options.setdefault(self._key(user, placed), {})
        known.update({option["value"]: option for option in options})

    def offered(self, user: str, placed: Placed) -> list[Json]:
        """All that was offered for this element so far."""
        return list(self._options.get(self._key(user, placed), {}).values())

    @staticmethod
    def _key(user: str, placed: Placed) -> tuple[str, str, str]:
        return user, str(placed.block["block_id"]), str(placed.element["action_id"])


def _refuse(placed: Placed, words: str) -> Refused:
    where = placed.element["action_id"]
    return Refused("invalid_choice", f"{where}: {words}")


class Choices:
    """Completes one person's choices."""

    def __init__(self, workspace: Workspace, suggested: Suggested, user: str) -> None:
        self._workspace = workspace
        self._suggested = suggested
        self._user = user

    def complete(self, placed: Placed, raw: Json) -> Json:
        """Complete the state of an element; raises Refused for what cannot be chosen."""
        element = placed.element
        key = value_key(element["type"])
        if key is None:
            raise _refuse(placed, "this element holds no value.")
        value = raw.get(key)
        extra = {"timezone": element["timezone"]} if element.get("timezone") else {}
        held = {"type": element["type"], key: self._value(placed, key, value), **extra}
        limit = element.get("max_selected_items")
        if limit is not None and len(held[key]) > limit:
            raise _refuse(placed, f"no more than {limit} may be chosen.")
        return held

    def _value(self, placed: Placed, key: str, value: Any) -> Any:
        if is_list(key):
            if value is not None and not isinstance(value, list):
                raise _refuse(placed, "a list is needed.")
            return [self._one(placed, key.removesuffix("s"), entry) for entry in value or []]
        if value is None or value == "":
            return None
        return self._one(placed, key, value)

    def _one(self, placed: Placed, key: str, value: Any) -> Any:
        """One chosen thing, or one typed value."""
        if key == "selected_option":
            return self._option(placed, value)
        if key == "selected_user":
            return self._known(placed, value, value in self._workspace.members, "person")
        if key in {"selected_conversation", "selected_channel"}:
            channel = self._workspace.channels.get(value)
            seen = channel is not None and channel.is_open_to(self._user)
            return self._known(placed, value, seen, "conversation")
        shape = _SHAPES.get(key)
        if shape is not None and not (isinstance(value, str) and shape.fullmatch(value)):
            raise _refuse(placed, f"{value!r} is not of the right form.")
        if key == "value" and not isinstance(value, str):
            raise _refuse(placed, "text is needed.")
        return value

    @staticmethod
    def _known(placed: Placed, value: Any, known: object, noun: str) -> Any:
        if not known:
            raise _refuse(placed, f"there is no such {noun}.")
        return value

    def _option(self, placed: Placed, value: Any) -> Json:
        wanted = value.get("value") if isinstance(value, dict) else value
        for option in self._options(placed):
            if option["value"] == wanted:
                return option
        raise _refuse(placed, f"{wanted!r} is not among the options.")

    def _options(self, placed: Placed) -> list[Json]:
        element = placed.element
        grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
        before = initial(element) or {}
        preset = before.get("selected_options") or [before.get("selected_option")]
        offered = self._suggested.offered(self._user, placed)
        return [*element.get("options", []), *grouped, *offered, *(option for option in preset if option)]


def action_for(placed: Placed, payload: Json, choices: Choices) -> Json:
    """Build the entry of `actions` for one use of an element."""
    element = placed.element
    base = {
        "action_id": element["action_id"],
        "block_id": placed.block["block_id"],
        "type": element["type"],
    }
    kind = element["type"]
    if kind in {"button", "icon_button"}:
        return base | {key: element[key] for key in ("text", "value", "url", "style") if key in element}
    if kind == "overflow":
        return base | {"selected_option": _overflow_option(placed, payload)}
    if kind == "feedback_buttons":
        chosen = (
            "negative_button"
            if payload.get("value") == element["negative_button"]["value"]
            else "positive_button"
        )
        return base | {"text": element[chosen]["text"], "value": element[chosen]["value"]}
    extra = {key: element[key] for key in ("placeholder", "confirm") if key in element}
    return base | choices.complete(placed, payload) | extra


def _overflow_option(placed: Placed, payload: Json) -> Json:
    chosen = payload.get("selected_option")
    wanted = chosen.get("value") if isinstance(chosen, dict) else None
    for option in placed.element["options"]:
        if option["value"] == wanted:
            found: Json = option
            return found
    raise _refuse(placed, f"{wanted!r} is not among the options.")

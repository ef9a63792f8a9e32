"""The question for a time zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.blocks import ExternalDataSelectElement

from bot.views.blocks import MAX_OPTIONS, option, question
from bot.views.ids import Action, Block

if TYPE_CHECKING:
    from collections.abc import Iterable

    from slack_sdk.models.blocks import InputBlock, Option


def timezone_question(chosen: str = "UTC") -> InputBlock:
    """Ask for a time zone, which is found by typing a part of its name."""
    element = ExternalDataSelectElement(
        action_id=Action.FIND_TIMEZONE,
        initial_option=timezone_option(chosen),
        min_query_length=1,
        placeholder="Type a city, such as Berlin",
    )
    return question(Block.TIMEZONE, "Time zone", element)


def timezone_options(known: Iterable[str], typed: str) -> list[Option]:
    """Offer the time zones with every typed word in their name, the shortest first."""
    words = typed.replace("_", " ").casefold().split()
    fitting = [name for name in known if all(word in _words(name) for word in words)]
    fitting.sort(key=lambda name: (len(name), name))
    return [timezone_option(name) for name in fitting[:MAX_OPTIONS]]


def timezone_option(name: str) -> Option:
    """Write a time zone as people read it."""
    return option(name, name.replace("_", " "))


def _words(name: str) -> str:
    return name.replace("_", " ").casefold()

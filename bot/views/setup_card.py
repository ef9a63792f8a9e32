"""The card: one direct message to the requester, edited in place as the setup moves on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.models import Question, State, Wish
from bot.views.blocks import context, header, section
from bot.views.message import Message, message
from bot.views.plan_words import plan_words
from bot.views.setup_buttons import setup_buttons
from bot.views.setup_words import (
    end_words,
    ends,
    has_both_connections,
    has_own_name,
    is_given_up,
    plain_ends,
    source_type,
    state_words,
    title,
)
from bot.views.text import bold, channel, escape, named, reason

if TYPE_CHECKING:
    from slack_sdk.models.blocks import Block, SectionBlock

    from bot.models import SecurePage, Setup

MAX_UNKNOWN = 20
_DONE, _NOW, _LATER = "✓", "▸", "○"
_ORDER = (State.CONNECTING, State.AWAITING_AUTHORIZATION, State.AWAITING_SCHEMAS, State.CREATING)
_EMOJI = {
    State.CREATED: ":white_check_mark:",
    State.RUNNING: ":white_check_mark:",
    State.FINISHED: ":white_check_mark:",
    State.FAILED: ":x:",
    State.CANCELLED: ":no_entry_sign:",
    State.EXPIRED: ":alarm_clock:",
}


def setup_card(setup: Setup) -> Message:
    """Show where a setup stands, why, and what its requester can do now."""
    own_name = f"{bold(title(setup))}\n" if has_own_name(setup) else ""
    blocks: list[Block | None] = [
        header(plain_ends(setup)),
        section(f"{_emoji(setup)} {own_name}{state_words(setup)}"),
        section("\n".join(_stages(setup))) if _has_stages(setup) else None,
        found_section(setup.page),
        unknown_objects(setup) or problem_section(setup),
        section(_what_remains(setup)) if is_given_up(setup) else None,
        section(_made_so_far(setup)) if setup.question is Question.CONTINUE else None,
        section(_announced(setup)) if _is_announced(setup) else None,
        setup_buttons(setup, with_link=True),
        context(small_print(setup)),
    ]
    return message(f"{named(title(setup))}: {state_words(setup)}{_reason(setup)}", *blocks)


def found_section(page: SecurePage | None) -> SectionBlock | None:
    """Name a connection that appeared under another name, if one did."""
    if page is None or page.found is None:
        return None
    return section(
        f":mag: A new connection called {bold(page.found[1])} has appeared since you got the link. "
        "If you made it there, I can go on with it."
    )


def problem_section(setup: Setup) -> SectionBlock | None:
    """Say why a setup waits or failed."""
    if setup.problem is None:
        return None
    return section(reason(setup.problem.message, setup.problem.guidance))


def unknown_objects(setup: Setup) -> SectionBlock | None:
    """Name the objects that do not exist, and what is near each of them."""
    if setup.question is not Question.OBJECTS or not setup.suggestions:
        return None
    shown = list(setup.suggestions.items())[:MAX_UNKNOWN]
    more = len(setup.suggestions) - len(shown)
    lines = [
        f"*{source_type(setup)} has no objects with these names:*",
        *(f"• {named(typed, 60)}{_nearest(near)}" for typed, near in shown),
        f"… and {more:,} more" if more else "",
        escape(setup.problem.guidance) if setup.problem else "",
    ]
    return section("\n".join(line for line in lines if line))


def small_print(setup: Setup) -> str:
    """Give the plan in one line, and the setup's id for whoever looks it up."""
    words = plan_words(setup.plan) if setup.plan else []
    return " · ".join([*(word for word in words if word), f"setup {setup.id}"])


def what_exists(setup: Setup) -> str:
    """Name the connections that this setup created and that are still there, or return an empty text."""
    made = [end for end in (setup.source, setup.destination) if end and end.made_here and end.connection_id]
    return " and ".join(f"the connection {bold(end.name)}" for end in made)


def _nearest(near: str) -> str:
    return f": did you mean {bold(near, 60)}?" if near else ": nothing has a name like it"


def _has_stages(setup: Setup) -> bool:
    return setup.wish is Wish.SYNC and not is_given_up(setup)


def _stages(setup: Setup) -> list[str]:
    reached = _reached(setup)
    stages = (_connections(setup), _sign_in(setup), _objects(setup), _bulk_sync(setup))
    return [
        f"{_DONE} {done}" if at < reached else f"{_NOW} *{now}*" if at == reached else f"{_LATER} {later}"
        for at, (done, now, later) in enumerate(stages)
    ]


def _reached(setup: Setup) -> int:
    if setup.page is not None and setup.plan is None:
        return _ORDER.index(State.CONNECTING)  # the other questions come after the page
    if setup.question is Question.REPAIR and setup.state is State.AWAITING_SCHEMAS:
        return _ORDER.index(State.CREATING)  # the refusal came from there
    return _ORDER.index(setup.state) if setup.state in _ORDER else len(_ORDER)


def _connections(setup: Setup) -> tuple[str, str, str]:
    both = f"{end_words(setup.source)} and {end_words(setup.destination)}"
    now = "not complete yet"
    if setup.page:
        now = "your turn, on the secure page"
    elif has_both_connections(setup):
        now = "your turn, to say what to sync"
    return f"Connections: {both}", f"Connections: {now}", "Connections"


def _sign_in(setup: Setup) -> tuple[str, str, str]:
    was_needed = setup.waiting_since is not None or setup.auth_url is not None
    done = f"Signed in to {source_type(setup)}" if was_needed else "Sign-in: not needed"
    return done, f"Sign-in to {source_type(setup)}: your turn", "Sign-in, if one is needed"


def _objects(setup: Setup) -> tuple[str, str, str]:
    source = source_type(setup)
    to_pick = setup.question is Question.OBJECTS
    return (
        f"Polytomic knows the objects of {source}",
        f"Objects of {source}: your turn to pick"
        if to_pick
        else f"Polytomic is reading the objects of {source}",
        f"Polytomic reads the objects of {source}",
    )


def _bulk_sync(setup: Setup) -> tuple[str, str, str]:
    refused = setup.question is Question.REPAIR
    now = "The bulk sync: Polytomic said no" if refused else "The bulk sync is being created"
    return "The bulk sync exists", now, "The bulk sync is created"


def _emoji(setup: Setup) -> str:
    if is_given_up(setup):
        return _EMOJI[setup.state]
    if setup.question not in {None, Question.CONTINUE} or setup.problem is not None:
        return ":warning:"
    return _EMOJI.get(setup.state, ":hourglass_flowing_sand:")


def _reason(setup: Setup) -> str:
    return escape(f" {setup.problem.message} {setup.problem.guidance}") if setup.problem else ""


def _what_remains(setup: Setup) -> str:
    remains = what_exists(setup)
    if setup.wish is not Wish.SYNC:
        return f"In Polytomic there is still {remains}." if remains else "Nothing was changed in Polytomic."
    if not remains:
        return f"No bulk sync {ends(setup)} was created, and nothing is left over in Polytomic."
    return (
        f"No bulk sync {ends(setup)} was created. In Polytomic there is still {remains}: "
        "a new sync can use it, or you can delete it there."
    )


def _made_so_far(setup: Setup) -> str:
    made = what_exists(setup)
    return f"In Polytomic there is already {made}." if made else "Nothing exists in Polytomic yet."


def _is_announced(setup: Setup) -> bool:
    exists = not setup.state.is_unfinished and not is_given_up(setup)
    return exists and setup.plan is not None and setup.question is None


def _announced(setup: Setup) -> str:
    where = channel(setup.plan.channel_id) if setup.plan else ""
    return f"Its announcement is in {where}, with a button to run it. Its runs report there."

"""What a requester can do about a setup right now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.models import Question, State, Wish
from bot.views.blocks import actions, button, confirm, link_button
from bot.views.ids import Action
from bot.views.setup_words import is_given_up, title
from bot.views.text import bold, cut

if TYPE_CHECKING:
    from slack_sdk.models.blocks import ActionsBlock, ButtonElement

    from bot.models import Setup

SIGN_IN = "Sign in"
NEW_LINK = "Send a new link"
PAGE = "Open the secure page"


def setup_buttons(setup: Setup, *, with_link: bool = False) -> ActionsBlock | None:
    """Offer what helps now; the sign-in link itself only `with_link`, in a direct message."""
    if is_given_up(setup):
        return actions(_start_again(setup))
    if setup.page is not None:
        return actions(*_of_page(setup, with_link=with_link), _cancel(setup))
    if setup.question is not None:
        return actions(*_answers(setup, setup.question), _open(setup), _cancel(setup))
    if setup.state is State.AWAITING_AUTHORIZATION:
        sign_in = link_button(SIGN_IN, Action.SIGN_IN, setup.auth_url, primary=True) if with_link else None
        return actions(sign_in, _do(setup, NEW_LINK, Action.NEW_LINK), _cancel(setup))
    if setup.state is State.CONNECTING:  # its modal may have been lost
        return actions(*_answers(setup, Question.CONTINUE), _cancel(setup))
    return actions(_open(setup), _cancel(setup))


def _start_again(setup: Setup) -> ButtonElement:
    if setup.wish is Wish.CONNECTION:
        return _do(setup, "New connection", Action.NEW_CONNECTION)
    if setup.wish is Wish.REPAIR and setup.source and setup.source.connection_id:
        return button("Reconnect", Action.RECONNECT, setup.source.connection_id)
    return _do(setup, "Start a new sync", Action.NEW_SYNC)


def _of_page(setup: Setup, *, with_link: bool) -> list[ButtonElement | None]:
    url = setup.page.url if setup.page and with_link and setup.question is None else None
    new_link = _do(setup, NEW_LINK, Action.NEW_LINK, primary=url is None)
    return [link_button(PAGE, Action.SIGN_IN, url, primary=True), use_found_button(setup), new_link]


def use_found_button(setup: Setup) -> ButtonElement | None:
    """Offer to go on with a connection that appeared under another name."""
    if setup.page is None or setup.page.found is None:
        return None
    return _do(setup, cut(f"Use {setup.page.found[1]}", 75), Action.USE_FOUND, primary=True)


def _answers(setup: Setup, question: Question) -> list[ButtonElement]:
    if question is Question.OBJECTS:
        pick = _do(setup, "Pick objects", Action.PICK_OBJECTS, primary=not _has_all_nearest(setup))
        return [*_use_nearest(setup), pick]
    if question is Question.REPAIR:
        again = [_do(setup, "Try again", Action.RETRY_SETUP, primary=True)]
        may_sign_in = setup.state is State.AWAITING_AUTHORIZATION
        return [*again, _do(setup, NEW_LINK, Action.NEW_LINK)] if may_sign_in else again
    text, action = {
        Question.SIGN_IN: (NEW_LINK, Action.NEW_LINK),
        Question.INVITE: ("Post the announcement", Action.ANNOUNCE),
        Question.CONTINUE: ("Continue", Action.CONTINUE_SETUP),
    }[question]
    return [_do(setup, text, action, primary=True)]


def _has_all_nearest(setup: Setup) -> bool:
    return bool(setup.suggestions) and all(setup.suggestions.values())


def _use_nearest(setup: Setup) -> list[ButtonElement]:
    if not _has_all_nearest(setup):
        return []
    names = ", ".join(setup.suggestions.values())
    return [_do(setup, cut(f"Use {names}", 75), Action.USE_SUGGESTIONS, primary=True)]


def _do(setup: Setup, text: str, action: Action, *, primary: bool = False) -> ButtonElement:
    return button(text, action, str(setup.id), primary=primary)


def _open(setup: Setup) -> ButtonElement | None:
    return link_button("Open in Polytomic", Action.OPEN_IN_POLYTOMIC, setup.sync_url)


def _without(setup: Setup) -> str:
    return (
        "No bulk sync is created." if setup.wish is Wish.SYNC else "What exists in Polytomic stays as it is."
    )


def _cancel(setup: Setup) -> ButtonElement | None:
    # While the request for the bulk sync is under way, nobody can say whether cancelling comes too late.
    if not setup.state.is_unfinished or setup.state is State.CREATING:
        return None
    sure = confirm(
        "Cancel this setup?",
        f"{bold(title(setup), 60)} stops here. {_without(setup)}",
        "Cancel the setup",
        "Keep it",
    )
    return button("Cancel", Action.CANCEL_SETUP, str(setup.id), confirm=sure)

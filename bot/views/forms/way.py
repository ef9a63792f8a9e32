"""How the credentials of a connection reach Polytomic: on its secure page, or typed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.blocks import RadioButtonsElement

from bot.models import Way, Wish
from bot.views.blocks import actions, button, chosen, context, option, question, section
from bot.views.forms.modal import form, modal, of_setup, with_error
from bot.views.forms.naming import connection_name, existing_picker
from bot.views.ids import Action, Block, Callback
from bot.views.setup_buttons import use_found_button
from bot.views.setup_card import found_section, problem_section
from bot.views.setup_words import end_words, page_end
from bot.views.text import bold, named

if TYPE_CHECKING:
    from slack_sdk.models.blocks import Block as SlackBlock
    from slack_sdk.models.blocks import ButtonElement, InputBlock
    from slack_sdk.models.views import View

    from bot.models import Setup, WaitForPage, WayForm

_ONLY_PAGE = (
    ":lock: The credentials are entered on *Polytomic's secure page*. I send you the link as a direct "
    "message; nothing secret passes through Slack or me."
)
FILL_IN = "Fill in here instead"


def way_view(step: WayForm) -> View:
    """Ask for the way, the safer one first."""
    is_repair = step.setup.wish is Wish.REPAIR
    blocks = [
        section(_about(step)),
        None if is_repair else existing_picker(step.existing),
        None if is_repair else connection_name(step.name, f"{Action.ANSWER}:{step.side}"),
        _way(step) if step.may_type else section(_ONLY_PAGE),
    ]
    meta = of_setup(step.setup).model_copy(update={"side": step.side})
    return form(step.type_name, Callback.WAY, meta, with_error(blocks, step.error), submit="Continue")


def waiting_view(step: WaitForPage) -> View:
    """Say that the link is in a direct message, and that this window goes on by itself."""
    setup = step.setup
    blocks: list[SlackBlock | None] = [
        section(
            f":lock: *Enter the credentials of {end_words(page_end(setup))} on Polytomic's secure page.*\n"
            "I sent you the link as a direct message. This window goes on by itself as soon as you are done."
        ),
        found_section(setup.page),
        problem_section(setup),
        actions(use_found_button(setup), _fill_in(setup) if step.may_type else None),
        context("You can close this window: my direct message then tells you how to go on."),
    ]
    return modal("Secure page", Callback.WAITING, blocks, meta=of_setup(setup), tell_when_closed=True)


def _fill_in(setup: Setup) -> ButtonElement:
    """Offer the other way."""
    return button(FILL_IN, Action.FILL_IN_HERE, str(setup.id))


def _about(step: WayForm) -> str:
    if step.setup.wish is Wish.REPAIR:
        return (
            f"Give Polytomic new credentials for {bold(step.name)}, a {named(step.type_name, 60)} connection."
        )
    return (
        f"A new *{named(step.type_name, 60)}* connection. How do you want to give Polytomic its credentials?"
    )


def _way(step: WayForm) -> InputBlock:
    options = [
        option(Way.PAGE, "On Polytomic's secure page (recommended)", "Nothing secret passes through Slack"),
        option(Way.FORM, "Fill in here", "What you type passes through Slack to Polytomic"),
    ]
    element = RadioButtonsElement(
        action_id=Action.ANSWER, options=options, initial_option=chosen(options, step.way)
    )
    return question(Block.WAY, "Credentials", element)

"""What a person sees next in the modal, and the same as a message when the modal was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.models import ChooseEnds, ConnectionForm, Done, FormError, ObjectsForm, PlanForm, Step
from bot.views.blocks import actions, button, section
from bot.views.forms.connection import connection_view
from bot.views.forms.ends import ends_view
from bot.views.forms.notices import done_view
from bot.views.forms.objects import objects_view
from bot.views.forms.plan import plan_view
from bot.views.ids import Action
from bot.views.message import Message, message
from bot.views.setup_words import source_type, title
from bot.views.text import bold, named, reason

if TYPE_CHECKING:
    from slack_sdk.models.views import View


def step_view(step: Step) -> View:
    """Draw the modal for a step."""
    match step:
        case ChooseEnds():
            return ends_view(step)
        case ConnectionForm():
            return connection_view(step)
        case PlanForm():
            return plan_view(step)
        case ObjectsForm():
            return objects_view(step)
        case Done():
            return done_view(step)


def missed(step: Step) -> Message:
    """Say by direct message what the modal would have shown, had it not been closed while I was checking."""
    setup = step.setup
    name = bold(title(setup))
    error = None if isinstance(step, Done) else step.error
    if isinstance(step, Done):
        words = f":white_check_mark: {name} has all it needs from these forms. {_what_is_left(step)}"
        return message(words, section(words))
    words = _refused(name, error) if error else f":white_check_mark: {name}: {_next_question(step)}"
    go_on = button("Continue", Action.CONTINUE_SETUP, str(setup.id), primary=True)
    return message(words, section(words), actions(go_on))


def _refused(name: str, error: FormError) -> str:
    return (
        f":warning: {name} could not go on.\n{reason(error.message, error.guidance, error.person_id)}\n"
        "Continue opens the form again with what you typed, except for secrets."
    )


def _what_is_left(step: Done) -> str:
    if not step.needs_sign_in:
        return "Nothing is left for you to do."
    return f"What is left is to sign in to {source_type(step.setup)}: the link is in my other message here."


def _next_question(step: ChooseEnds | ConnectionForm | PlanForm | ObjectsForm) -> str:
    match step:
        case ChooseEnds():
            return "next come the source and the destination."
        case ConnectionForm():
            return f"next come the settings of the {named(step.type_name, 60)} connection."
        case PlanForm():
            return "the connections are fine. Next comes the bulk sync itself."
        case ObjectsForm():
            return "next, pick the objects to sync."

"""What a person sees next in the modal, and the same as a message when the modal was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.models import (
    ChooseEnds,
    ChooseType,
    ConnectionForm,
    Done,
    FieldsForm,
    FormError,
    ObjectsForm,
    PlanForm,
    Step,
    Summary,
    WaitForPage,
    WayForm,
    Wish,
)
from bot.views.blocks import actions, button, section
from bot.views.forms.connection import connection_view
from bot.views.forms.ends import ends_view
from bot.views.forms.notices import done_view
from bot.views.forms.object_fields import fields_view
from bot.views.forms.objects import objects_view
from bot.views.forms.plan import plan_view
from bot.views.forms.summary import summary_view
from bot.views.forms.type import type_view
from bot.views.forms.way import waiting_view, way_view
from bot.views.ids import Action
from bot.views.message import Message, message
from bot.views.setup_words import source_type, state_words, title
from bot.views.text import bold, named, reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_sdk.models.views import View


_DRAWN: dict[type[Step], Callable[[Any], View]] = {
    ChooseEnds: ends_view,
    ChooseType: type_view,
    WayForm: way_view,
    WaitForPage: waiting_view,
    ConnectionForm: connection_view,
    PlanForm: plan_view,
    ObjectsForm: objects_view,
    FieldsForm: fields_view,
    Summary: summary_view,
    Done: done_view,
}


def step_view(step: Step) -> View:
    """Draw the modal for a step."""
    return _DRAWN[type(step)](step)


def missed(step: Step) -> Message:
    """Say by direct message what the modal would have shown, had it not been closed while I was checking."""
    setup = step.setup
    name = bold(title(setup))
    error = None if isinstance(step, Done | WaitForPage) else step.error
    if isinstance(step, Done) and setup.wish is not Wish.SYNC:
        words = f":white_check_mark: {name}: {state_words(setup)}"
        return message(words, section(words))
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


_NEXT: dict[type[Step], str] = {
    ChooseEnds: "next come the source and the destination.",
    ChooseType: "next, choose what to connect.",
    WayForm: "next come the credentials of the {type} connection.",
    WaitForPage: "the link to the secure page is in my other message here.",
    ConnectionForm: "next come the settings of the {type} connection.",
    PlanForm: "the connections are fine. Next comes the bulk sync itself.",
    ObjectsForm: "next, pick the objects to sync.",
    FieldsForm: "next, choose the fields of the object.",
    Summary: "all is checked. Next, look over what will be synced, and create it.",
}


def _next_question(step: Step) -> str:
    return _NEXT[type(step)].format(type=named(getattr(step, "type_name", ""), 60))

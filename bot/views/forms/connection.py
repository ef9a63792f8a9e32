"""The form for a new connection's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.models import Field, Side
from bot.views.blocks import context, section
from bot.views.forms.fields import field_block
from bot.views.forms.modal import form, of_setup, with_error
from bot.views.forms.naming import connection_name, existing_picker
from bot.views.ids import Action, Callback
from bot.views.text import named

if TYPE_CHECKING:
    from slack_sdk.models.blocks import ContextBlock
    from slack_sdk.models.views import View

    from bot.models import ConnectionForm


def connection_view(step: ConnectionForm) -> View:
    """Ask for the settings of a new connection."""
    action_id = f"{Action.ANSWER}:{step.side}:{step.type}"[:255]
    blocks = [
        section(_about(step)),
        existing_picker(step.existing),
        connection_name(step.name, action_id),
        *(
            field_block(field, step.values.get(field.name), action_id, again=step.error is not None)
            for field in step.fields
        ),
        _about_secrets(step.fields),
    ]
    meta = of_setup(step.setup).model_copy(update={"side": step.side, "type": step.type})
    title = f"{step.side.capitalize()}: {step.type_name}"
    return form(title, Callback.CONNECTION, meta, with_error(blocks, step.error), submit="Check and continue")


def _about(step: ConnectionForm) -> str:
    what = "where the data comes from" if step.side is Side.SOURCE else "where the data goes"
    return f"A new *{named(step.type_name, 60)}* connection: {what}. Polytomic checks it when you submit."


def _about_secrets(fields: tuple[Field, ...]) -> ContextBlock | None:
    if not any(field.secret for field in fields):
        return None
    return context(
        ":lock: A secret goes to Polytomic only: it is not kept here and not shown again. "
        "If you would rather not type it into Slack, create the connection in Polytomic and choose it here."
    )

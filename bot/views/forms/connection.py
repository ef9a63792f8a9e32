"""The form for a new connection's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.blocks import PlainTextInputElement, SectionBlock, StaticSelectElement

from bot.models import Field, Side
from bot.views.blocks import MAX_OPTIONS, context, mrkdwn, plain, question, section
from bot.views.forms.fields import field_block
from bot.views.forms.modal import form, of_setup, with_error
from bot.views.ids import Action, Block, Callback
from bot.views.options import existing_option
from bot.views.text import cut, named

if TYPE_CHECKING:
    from slack_sdk.models.blocks import ContextBlock, InputBlock
    from slack_sdk.models.views import View

    from bot.models import ConnectionForm

MAX_NAME = 200


def connection_view(step: ConnectionForm) -> View:
    """Ask for the settings of a new connection."""
    action_id = f"{Action.ANSWER}:{step.side}:{step.type}"[:255]
    blocks = [
        section(_about(step)),
        _existing(step),
        _name(step, action_id),
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


def _existing(step: ConnectionForm) -> SectionBlock | None:
    if not step.existing:
        return None
    healthy_first = sorted(step.existing, key=lambda one: not one.healthy)
    select = StaticSelectElement(
        action_id=Action.USE_EXISTING,
        placeholder=plain("Choose a connection", 150),
        options=[existing_option(one) for one in healthy_first[:MAX_OPTIONS]],
    )
    text = "Or use a connection you already have:"
    return SectionBlock(block_id=Block.EXISTING, text=mrkdwn(text), accessory=select)


def _name(step: ConnectionForm, action_id: str) -> InputBlock:
    element = PlainTextInputElement(
        action_id=action_id, initial_value=cut(step.name, MAX_NAME) or None, max_length=MAX_NAME
    )
    hint = "How it is called in Polytomic. No other connection may have this name."
    return question(Block.CONNECTION_NAME, "Connection name", element, hint=hint)


def _about_secrets(fields: tuple[Field, ...]) -> ContextBlock | None:
    if not any(field.secret for field in fields):
        return None
    return context(
        ":lock: A secret goes to Polytomic only: it is not kept here and not shown again. "
        "If you would rather not type it into Slack, create the connection in Polytomic and choose it here."
    )

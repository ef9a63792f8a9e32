"""The form for a new connection's settings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.models import Side, Wish
from bot.views.blocks import context, section
from bot.views.forms.fields import field_block
from bot.views.forms.modal import form, of_setup, with_error
from bot.views.forms.naming import connection_name, existing_picker
from bot.views.ids import Action, Callback
from bot.views.text import listed, named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_sdk.models.blocks import ContextBlock
    from slack_sdk.models.views import View

    from bot.models import ConnectionForm, Plain

MAX_BYTES = 245_000  # Slack takes 250 KB
MAX_SHORT = 200
_SECRETS = (
    ":lock: A secret goes to Polytomic only: it is not kept here and not shown again. "
    "Polytomic's secure page takes it without Slack."
)


_ABOUT = {
    (Wish.SYNC, Side.SOURCE): "A new *{type}* connection: where the data comes from.",
    (Wish.SYNC, Side.DESTINATION): "A new *{type}* connection: where the data goes.",
    (Wish.CONNECTION, Side.SOURCE): "A new *{type}* connection.",
    (Wish.REPAIR, Side.SOURCE): "The *{type}* connection, to be given new credentials.",
}


def connection_view(step: ConnectionForm) -> View:
    """Ask for the settings of a new connection; long answers that do not fit have to be typed again."""
    view = _drawn(step, step.values)
    if len(json.dumps(view.to_dict())) <= MAX_BYTES:
        return view
    short = {name: value for name, value in step.values.items() if len(str(value)) <= MAX_SHORT}
    return _drawn(step, short)


def _drawn(step: ConnectionForm, values: Mapping[str, Plain]) -> View:
    is_end, is_repair = step.setup.wish is Wish.SYNC, step.setup.wish is Wish.REPAIR
    asker, is_first = f"{step.side}:{step.type}", step.page == 0
    blocks = [
        section(_about(step)),
        existing_picker(step.existing) if is_first and not is_repair else None,
        connection_name(step.name, f"{Action.ANSWER}:{asker}"[:255]) if is_first and not is_repair else None,
        *(
            field_block(field, values.get(field.name), asker, again=step.error is not None)
            for field in step.fields
        ),
        _about_secrets(step),
    ]
    about = {"side": step.side, "type": step.type, "page": step.page}
    meta = of_setup(step.setup).model_copy(update=about)
    title = f"{step.side.capitalize()}: {step.type_name}" if is_end else step.type_name
    submit = "Check and continue" if step.page + 1 >= step.pages else "Next"
    return form(title, Callback.CONNECTION, meta, with_error(blocks, step.error), submit=submit)


def _about(step: ConnectionForm) -> str:
    text = _ABOUT[step.setup.wish, step.side].format(type=named(step.type_name, 60))
    if step.pages > 1:
        text = f"*Step {step.page + 1} of {step.pages}.* {text}"
    is_last = step.page + 1 >= step.pages
    return f"{text} Polytomic checks it when you submit{'' if is_last else ' the last step'}."


def _about_secrets(step: ConnectionForm) -> ContextBlock | None:
    if not any(field.secret for field in step.fields):
        return None
    texts = [_SECRETS]
    if step.left_out:
        names = listed(step.left_out)
        texts.append(f"For want of room this form leaves out {names}. Polytomic's own page asks for them.")
    return context(*texts)

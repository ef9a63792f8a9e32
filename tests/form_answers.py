"""Fills in the form of a connection type as a person would: page by page, through Slack's own state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blockkit import check_view
from slack_state import submitted
from view_samples import setup

from bot import views
from bot.listeners import read
from bot.models import ConnectionForm, Field, FieldKind, FormError, Side
from bot.polytomic import forms
from bot.views.forms.fields import block_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bot.models import Plain

Json = dict[str, Any]
Typed = str | list[str] | None
DEPTH = 8  # rounds of questions that answers bring


def filled(fields: tuple[Field, ...], answer: Callable[[Field], Typed]) -> dict[str, Typed]:
    """Answer what is asked, and what the answers bring along; returned by field name."""
    typed: dict[str, Typed] = {}
    for _ in range(DEPTH):
        new = [field for field in forms.asked(fields, values_of(fields, typed)) if field.name not in typed]
        typed |= {field.name: answer(field) for field in new}
    return typed


def values_of(fields: Iterable[Field], typed: Mapping[str, Typed]) -> dict[str, Plain]:
    """Return the values of the questions that rule others."""
    toggles = {field.name for field in fields if field.kind is FieldKind.TOGGLE}
    return {
        name: bool(one) if name in toggles else str(one) for name, one in typed.items() if one is not None
    }


def steps(
    fields: tuple[Field, ...], values: Mapping[str, Any], type_id: str = "anything", error: str | None = None
) -> list[ConnectionForm]:
    """Make every page of the form as it stands with these values."""
    asked = forms.asked(fields, values)
    pages = forms.pages(asked)
    secrets = {field.name for field in fields if field.secret}
    kept = {name: value for name, value in values.items() if name not in secrets}
    return [
        ConnectionForm(
            setup=setup(),
            side=Side.SOURCE,
            type=type_id,
            type_name=type_id.capitalize(),
            fields=page,
            name="Connection",
            values=kept,
            page=number,
            pages=len(pages),
            left_out=tuple(field.title for field in forms.left_out(asked)),
            error=FormError(message="No.", guidance="Correct it.", field=error) if error else None,
        )
        for number, page in enumerate(pages)
    ]


def sent(fields: tuple[Field, ...], typed: Mapping[str, Typed], type_id: str = "anything") -> Json:
    """Type into every page, submit it, and return the configuration that comes of it."""
    values: dict[str, Any] = {}
    for step in steps(fields, values_of(fields, typed), type_id):
        view = views.step_view(step.model_copy(update={"values": {}}))
        check_view(view)
        answers = {block_id(field): typed.get(field.name) for field in step.fields}
        values |= read.connection_form(submitted(view, **answers)).values
    return forms.configuration(fields, values)

"""The form below another one: what it shows, so that it can be drawn again when the one on top is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic_core import to_jsonable_python

from bot.listeners.read.objects import objects_draft
from bot.listeners.read.plan import plan_draft
from bot.models.packing import packed, unpacked
from bot.views.ids import Callback
from bot.views.meta import Meta


@dataclass(frozen=True)
class Below:
    """The form that asks for the objects, as it was when a form was opened on top of it."""

    view_id: str
    is_plan: bool  # the last form; else the one for picking objects after sign-in
    typed: dict[str, Any]

    @classmethod
    def of(cls, view: dict[str, Any]) -> Below:
        """Read what the form shows now."""
        is_plan = view["callback_id"] == Callback.PLAN
        typed = plan_draft(view) if is_plan else objects_draft(view)
        return cls(view["id"], is_plan, typed)

    @classmethod
    def under(cls, view: dict[str, Any]) -> Below | None:
        """Read what the form on top carries of the one below; None if that was too long to be carried."""
        found = unpacked(Meta.of(view).below)
        return cls(**found) if found else None

    def packed(self) -> str:
        """Write it for the form on top."""
        typed = to_jsonable_python(self.typed)
        return packed({"view_id": self.view_id, "is_plan": self.is_plan, "typed": typed})

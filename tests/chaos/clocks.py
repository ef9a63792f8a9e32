"""A clock of the bot's own that may jump, in one cell and in no other."""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Self
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Iterator


class Offset:
    """How far the bot's clock is from everybody else's."""

    def __init__(self) -> None:
        self.by = dt.timedelta()


offset: ContextVar[Offset | None] = ContextVar("offset", default=None)


class _AsDatetime(type(dt.datetime)):  # type: ignore[misc]  # the type of a type
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, dt.datetime)


class JumpingDatetime(dt.datetime, metaclass=_AsDatetime):
    """Stands where the bot's modules have `datetime`."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> Self:
        """Tell the present moment by the clock of this cell."""
        here = offset.get()
        real = dt.datetime.now(tz)
        return real + here.by if here else real  # type: ignore[return-value]


@contextmanager
def jumping() -> Iterator[None]:
    """Give the bot of this process such a clock; the stand-ins keep the world's."""
    with ExitStack() as stack:
        for name, module in list(sys.modules.items()):
            is_of_the_bot = name.startswith("bot.") and not name.startswith("bot.sandbox")
            if is_of_the_bot and vars(module).get("datetime") is dt.datetime:
                stack.enter_context(patch.object(module, "datetime", JumpingDatetime))
        yield

"""What the work at hand is about: the id that all its log lines carry."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ABOUT: ContextVar[str] = ContextVar("about", default="")


@contextmanager
def about(subject: str) -> Iterator[None]:
    """Let everything that is logged in the block, and by tasks that begin in it, carry this id."""
    token = _ABOUT.set(subject)
    try:
        yield
    finally:
        _ABOUT.reset(token)


def subject() -> str:
    """Return the id of the work at hand, empty outside of any."""
    return _ABOUT.get()

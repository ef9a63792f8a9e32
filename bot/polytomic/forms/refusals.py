"""Finds out which question a refusal of Polytomic's is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.models import Field

_QUOTED = re.compile(r"\"([^\"]{1,200})\"|'([^']{1,200})'|`([^`]{1,200})`|“([^”]{1,200})”")
_SHORTEST = 3  # letters of a name that is more than chance


def field_named(message: str, fields: Iterable[Field]) -> str | None:
    """Return the name of the one question that a message is about; None if it names none, or several."""
    every = tuple(fields)
    quoted = {found for text in _quoted(message) if (found := _by_path(text, every))}
    if quoted:
        return quoted.pop() if len(quoted) == 1 else None
    named = _outermost(_mentions(message, every))
    return named.pop() if len(named) == 1 else None


def _quoted(message: str) -> Iterator[str]:
    for match in _QUOTED.finditer(message):
        yield next(text for text in match.groups() if text)


def _by_path(text: str, fields: Sequence[Field]) -> str | None:
    """Find a question by its path, by the last part of it, or by what it belongs to."""
    path = tuple(part for part in re.split(r"[./]", text.removeprefix("configuration.").strip()) if part)
    if not path:
        return None
    exact = [field.name for field in fields if field.path == path or field.name == text]
    last = [field.name for field in fields if field.path[-1:] == path or _is_titled(field, text)]
    inside = [field.name for field in fields if field.path[: len(path)] == path]
    found = exact or last
    if len(found) == 1 or not inside:
        return found[0] if len(found) == 1 else None
    return inside[0]


def _is_titled(field: Field, text: str) -> bool:
    return field.title.casefold() == text.casefold()


def _mentions(message: str, fields: Sequence[Field]) -> list[tuple[int, int, str]]:
    """List where a question's name or title stands in the message as whole words."""
    found = []
    for field in fields:
        for words in {field.name, field.path[-1], field.title, _bare(field.title)}:
            if len(words) < _SHORTEST:
                continue
            pattern = rf"(?<!\w){re.escape(words)}(?!\w)"
            found += [(*match.span(), field.name) for match in re.finditer(pattern, message, re.IGNORECASE)]
    return found


def _bare(title: str) -> str:
    """Leave out what a title adds in brackets."""
    return re.sub(r"\([^)]*\)", "", title).strip()


def _outermost(mentions: list[tuple[int, int, str]]) -> set[str]:
    """Keep those that no longer one covers: "private key passphrase" speaks of no private key."""
    return {
        name
        for start, end, name in mentions
        if not any(
            first <= start and end <= last and last - first > end - start for first, last, _ in mentions
        )
    }

"""Takes what was typed into a form out of the words that Polytomic sends back."""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MASK = "•••"
ANYWHERE = 8  # characters from which on a value is taken out even from within a word

SPEAKABLE = frozenset({"account", "bucket", "database", "dbname", "domain", "host", "hostname", "warehouse"})
"""Settings that no connection type calls sensitive and that an error must name to be understood."""


def scrub(text: str, configuration: Mapping[str, Any], *more: str) -> str:
    """Return the text without the configuration's values and `more`, however they are spelled in it."""
    secrets = {*more, *_values(configuration)}
    spellings = {spelling for secret in secrets for spelling in _spellings(secret)}
    for spelling in sorted(spellings, key=len, reverse=True):
        text = _pattern(spelling).sub(MASK, text)
    return text


def _values(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if name not in SPEAKABLE:
            yield from _with_lines(value)
    elif isinstance(value, Mapping):
        for inner_name, inner in value.items():
            yield from _values(inner, inner_name)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner, name)


def _with_lines(value: str) -> Iterator[str]:
    yield value
    # A private key may come back line by line.
    yield from (line.strip() for line in value.splitlines() if len(line.strip()) >= ANYWHERE)


def _spellings(secret: str) -> Iterable[str]:
    spelled = {
        secret,
        secret.strip(),
        quote(secret, safe=""),
        quote_plus(secret),
        html.escape(secret),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        b64encode(secret.encode()).decode(),
    }
    return spelled - {""}


def _pattern(spelling: str) -> re.Pattern[str]:
    """Match the value; a short one only as a word of its own, or "user" would take its part of "username"."""
    exact = re.escape(spelling)
    if len(spelling) >= ANYWHERE:
        return re.compile(exact)
    return re.compile(rf"(?<!\w){exact}(?!\w)")

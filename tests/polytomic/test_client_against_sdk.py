"""The official SDK is the judge: what it sends for the same wish, our client must send too."""

from __future__ import annotations

from typing import Any

import pytest
from polytomic_doubles import Heard, Loopback, Wish, asked_of_both
from sdk_wishes import WISHES

SIGNIFICANT = ("authorization", "idempotency-key", "x-polytomic-version")


def what_counts(heard: Heard) -> tuple[Any, ...]:
    """Return what must be equal of two requests; no body is an empty one."""
    headers = {name: heard.headers.get(name) for name in SIGNIFICANT}
    return heard.method, heard.path, sorted(heard.query), headers, heard.body or {}


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish.name)
async def test_we_send_what_the_official_sdk_sends(server: Loopback, wish: Wish) -> None:
    """Method, path, query, significant headers and JSON are the SDK's, which Polytomic itself generates."""
    await asked_of_both(server, wish)
    first, second = server.heard
    assert what_counts(first) == what_counts(second)

"""The organization's one webhook is pointed at the bot, and taken from nobody unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.handlers.webhooks import CannotPoint, point_webhook
from bot.polytomic import Polytomic

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.sandbox.polytomic import Running

SECRET = SecretStr("a-webhook-secret")
HERE, ELSEWHERE = "https://bot.example.com", "https://other.example.com/events"


@pytest.fixture(params=["2025-09-18", "2023-04-25"])
async def polytomic(request: pytest.FixtureRequest, polytomic_sandbox: Running) -> AsyncIterator[Polytomic]:
    """Speak to the local Polytomic, in the newest and the oldest version."""
    url, key = polytomic_sandbox.url, SecretStr(polytomic_sandbox.config.token)
    async with Polytomic(url=url, key=key, version=request.param) as client:
        yield client


async def endpoint(polytomic: Polytomic) -> str:
    """Tell where the webhook points."""
    known = await polytomic.webhook()
    assert known is not None
    return known.endpoint


@pytest.mark.parametrize("address", [HERE, f"{HERE}/", f"{HERE}/polytomic/events"])
async def test_it_is_made_once_and_updated_then(polytomic: Polytomic, address: str) -> None:
    """Whoever runs the command twice, or writes the address in another way, has one webhook."""
    for _ in range(2):
        pointed = await point_webhook(polytomic, address, SECRET, replace=False)
        assert pointed == await endpoint(polytomic) == f"{HERE}/polytomic/events"


async def test_another_s_webhook_is_replaced_only_when_asked(polytomic: Polytomic) -> None:
    """Somebody may depend on it."""
    await polytomic.create_webhook(ELSEWHERE, "theirs", key="webhook-1")
    with pytest.raises(CannotPoint) as refused:
        await point_webhook(polytomic, HERE, SECRET, replace=False)
    assert ELSEWHERE in refused.value.message
    assert "--replace" in refused.value.guidance
    assert await endpoint(polytomic) == ELSEWHERE
    await point_webhook(polytomic, HERE, SECRET, replace=True)
    assert await endpoint(polytomic) == f"{HERE}/polytomic/events"


async def test_what_cannot_work_is_refused_before_anything_is_asked(polytomic: Polytomic) -> None:
    """Without a secret nobody could tell who calls; without a host nobody could call."""
    for address, secret in ((HERE, None), ("bot.example.com", SECRET), ("ftp://x", SECRET)):
        with pytest.raises(CannotPoint):
            await point_webhook(polytomic, address, secret, replace=True)
    assert await polytomic.webhook() is None

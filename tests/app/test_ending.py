from __future__ import annotations

from typing import TYPE_CHECKING

from dispatching import Dispatcher, dispatcher

from bot.app.entrance import SOCKET

if TYPE_CHECKING:
    from collections.abc import Collection


def methods(bot: Dispatcher) -> Collection[str]:
    """List what was asked of Slack."""
    return {call["method"] for call in bot.world.slack.workspace.requests.calls()}


async def test_an_end_waits_for_what_was_acknowledged(database_url: str) -> None:
    """A person who sees “Loading …” has been promised an answer; an end does not wait for ever."""
    async with dispatcher(database_url) as bot:
        await bot.world.at_polytomic("faults", path="/connection_types", delay_seconds=1, times=1)
        await bot.entrance.take(bot.command("connect"), {}, SOCKET)
        await bot.parts.listening.over(seconds=0.01)
        assert "views.update" not in methods(bot)
        await bot.parts.listening.over(seconds=20)
        assert {"views.open", "views.update"} <= set(methods(bot))

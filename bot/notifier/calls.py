"""Calls of Slack's Web API that wait out what passes, and put into words what does not."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.notifier.refusals import (
    CANNOT_POST,
    LOST,
    NOT_TAKEN,
    TRIES,
    UNREADABLE,
    CannotPost,
    SlackDown,
    back_off,
    slack_word,
    wait_after,
)


@dataclass
class Workspace:
    """What Slack says of the bot and its workspace, once it answers."""

    bot_name: str = "Polytomic"  # as people type it after @
    bot_id: str | None = None
    bot_user_id: str | None = None
    url: str | None = None


class Calls:
    """Calls Slack as often as it takes."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def __call__(
        self,
        method: Callable[..., Awaitable[Any]],
        is_wanted: Callable[[], Awaitable[bool]] | None = None,
        *,
        may_repeat_unheard: bool = True,
        **arguments: Any,
    ) -> Any:
        """Call Slack, waiting out rate limits and outages; raises CannotPost, SlackDown or SlackApiError.

        Returns None when a repeat is not wanted any more. What Slack would do once more must not be repeated
        unheard: while nobody knows whether it was done.
        """
        for attempt in range(TRIES):
            try:
                return await method(**arguments)
            except SlackApiError as error:
                if slack_word(error) == UNREADABLE and not may_repeat_unheard:
                    raise SlackDown from error
                wait = wait_after(error, attempt)
                if wait is None:
                    self._raise_if_refused(error, arguments)
                    raise
            except (*LOST, *NOT_TAKEN) as error:
                if isinstance(error, LOST) and not may_repeat_unheard:
                    raise SlackDown from error
                wait = back_off(attempt)
            await asyncio.sleep(wait)
            if is_wanted is not None and not await is_wanted():
                return None
        raise SlackDown

    def _raise_if_refused(self, error: SlackApiError, arguments: dict[str, Any]) -> None:
        code = slack_word(error)
        if code in CANNOT_POST and "view" not in arguments and "ts" not in arguments:
            message, guidance = CANNOT_POST[code]
            raise CannotPost(message, guidance.format(bot=self._workspace.bot_name), code) from error

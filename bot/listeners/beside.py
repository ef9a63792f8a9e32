"""Answers at a response_url: beside the message or the command that asked."""

import asyncio
from typing import Any

from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.notifier import LOST, SlackDown

TRIES = 3
PAUSE_SECONDS = 0.5
SECONDS = 10.0  # for one try
TOO_MANY, SERVER_ERROR = 429, 500


class Beside:
    """Answers until Slack takes it; Bolt's own `respond` passes over a refusal in silence.

    An answer whose arrival nobody heard of is given again: whoever asked may read it twice, but not never.
    """

    def __init__(self, response_url: str) -> None:
        self._slack = AsyncWebhookClient(response_url, retry_handlers=[])  # the repeats are ours

    async def __call__(self, **answer: Any) -> None:
        """Answer with `text`, `blocks` and what else a response_url takes; raises SlackDown."""
        for _ in range(TRIES):
            if await self._is_taken(answer):
                return
            await asyncio.sleep(PAUSE_SECONDS)
        raise SlackDown

    async def _is_taken(self, answer: dict[str, Any]) -> bool:
        try:
            async with asyncio.timeout(SECONDS):
                status = (await self._slack.send(**answer)).status_code
        except LOST:
            return False
        return status != TOO_MANY and status < SERVER_ERROR

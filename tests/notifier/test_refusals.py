from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.notifier.refusals import UNREADABLE, SlackDown, slack_trouble, slack_word, wait_after

if TYPE_CHECKING:
    from bot.sandbox import slack


async def refusal(sandbox: slack.Running, **fault: Any) -> SlackApiError:
    """Meet a fault; returns what the official SDK makes of it."""
    sandbox.workspace.faults.add(method="auth.test", **fault)
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token="xoxb-sandbox", base_url=sandbox.api_url, session=session)
        with pytest.raises(SlackApiError) as caught:
            await client.auth_test()
    return caught.value


@pytest.mark.parametrize("garble", ["page", "empty", "truncated"])
async def test_an_answer_that_is_none_of_slacks_may_be_asked_for_again(
    slack_sandbox: slack.Running, garble: str
) -> None:
    """The SDK's errors then hold no answer that could be read, and reading it would be a bug of ours."""
    error = await refusal(slack_sandbox, garble=garble)
    assert slack_word(error) == UNREADABLE
    assert (wait_after(error, 0) or 0) > 0
    assert isinstance(slack_trouble(error), SlackDown)


async def test_slacks_own_word_is_final_and_its_failures_are_not(slack_sandbox: slack.Running) -> None:
    """A refusal gives the same answer again; an outage does not."""
    refused = await refusal(slack_sandbox, error="is_archived")
    assert (slack_word(refused), wait_after(refused, 0)) == ("is_archived", None)
    down = await refusal(slack_sandbox, status=502)
    assert (wait_after(down, 0) or 0) > 0


@pytest.mark.parametrize(("seconds", "least", "most"), [(7, 7, 7), (0, 0.25, 0.5), (900, 30, 30)])
async def test_a_limit_is_waited_out_as_long_as_it_says(
    slack_sandbox: slack.Running, seconds: int, least: float, most: float
) -> None:
    """Without a Retry-After the wait is ours; one beyond all reason is not believed."""
    wait = wait_after(await refusal(slack_sandbox, status=429, retry_after=seconds), 0)
    assert wait is not None
    assert least <= wait <= most

"""chat.scheduleMessage: what is refused, and that what is scheduled can be found and taken back."""

import time

import aiohttp
import pytest
from slack_driver import DATA_OPS, DATA_TEAM, FINANCE, refused
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Running

DAY = 86_400


def in_days(days: float) -> int:
    """Return the moment so many days from now, as Slack takes it."""
    return int(time.time() + days * DAY)


@pytest.mark.parametrize(
    ("channel", "days", "error"),
    [
        (DATA_TEAM, 1, "not_in_channel"),
        (FINANCE, 1, "channel_not_found"),
        (DATA_OPS, -1, "time_in_past"),
        (DATA_OPS, 121, "time_too_far"),
    ],
)
async def test_it_is_refused_where_a_post_would_be(
    client: AsyncWebClient, channel: str, days: float, error: str
) -> None:
    """An app may learn so whether it could post, without posting anything."""
    wish = client.chat_scheduleMessage(channel=channel, post_at=in_days(days), text="hi")
    assert (await refused(wish))["error"] == error
    good = await client.chat_scheduleMessage(channel=DATA_OPS, post_at=in_days(1), text="hi")
    assert good["channel"] == DATA_OPS
    assert good["message"]["bot_profile"]["app_id"] == "A0SANDBOX01"


async def test_what_is_scheduled_is_listed_until_it_is_taken_back(client: AsyncWebClient) -> None:
    """Whoever lost an id finds it again, and a message is taken back once only."""
    made = await client.chat_scheduleMessage(channel=DATA_OPS, post_at=in_days(1), text="hi")
    (one,) = (await client.chat_scheduledMessages_list())["scheduled_messages"]
    assert (one["id"], one["text"]) == (made["scheduled_message_id"], "hi")
    there = {"channel": DATA_OPS, "scheduled_message_id": one["id"]}
    await client.chat_deleteScheduledMessage(**there)
    assert (await client.chat_scheduledMessages_list())["scheduled_messages"] == []
    again = await refused(client.chat_deleteScheduledMessage(**there))
    assert again["error"] == "invalid_scheduled_message_id"


async def test_a_window_of_five_minutes_takes_thirty(client: AsyncWebClient) -> None:
    """An app that schedules in a loop meets Slack's limit here, too."""
    moment = in_days(1)
    for _ in range(30):
        await client.chat_scheduleMessage(channel=DATA_OPS, post_at=moment, text="hi")
    wish = client.chat_scheduleMessage(channel=DATA_OPS, post_at=moment, text="hi")
    assert (await refused(wish))["error"] == "restricted_too_many"
    await client.chat_scheduleMessage(channel=DATA_OPS, post_at=moment + 301, text="hi")


async def test_an_app_level_token_is_its_app_s(session: aiohttp.ClientSession, sandbox: Running) -> None:
    """An app that is given two tokens can tell whether both are its own."""
    app = AsyncWebClient(token="xapp-sandbox", base_url=sandbox.api_url, session=session)
    assert (await app.auth_test())["app_id"] == "A0SANDBOX01"

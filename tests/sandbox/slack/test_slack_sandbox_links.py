"""Links that the app may unfold: who is told of them, and what chat.unfurl takes."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from slack_driver import ADA, DATA_OPS, FINANCE, GENERAL, MANIFEST, Person, Recorder, config, refused, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.sandbox.slack import Config, Running

URL = "https://app.example.com/syncs/1?a=1&b=2"
CARD = {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "*Orders*"}}]}


@pytest.fixture
def configuration() -> Config:
    """Let the app read links to one domain."""
    manifest: dict[str, Any] = deepcopy(MANIFEST)
    manifest["features"]["unfurl_domains"] = ["example.com"]
    manifest["oauth_config"]["scopes"]["bot"] += ["links:read", "links:write"]
    manifest["settings"]["event_subscriptions"]["bot_events"] += ["link_shared"]
    return config(app={"manifest": manifest})


@pytest.fixture
async def sandbox(configuration: Config) -> AsyncIterator[Running]:
    """Run a sandbox whose app may read links."""
    async with running(configuration) as serving:
        yield serving


async def test_the_app_is_told_of_links_to_its_domains(ada: Person, recorder: Recorder) -> None:
    """In any channel, whether the bot is in it or not; of other links it hears nothing."""
    await ada.type("https://elsewhere.org/example.com")
    ts = (await ada.type(f"See {URL} and {URL} and https://notexample.com/", GENERAL))["ts"]
    event = (await recorder.gets("event_callback"))["event"]
    assert event["type"] == "link_shared"
    assert (event["channel"], event["message_ts"], event["user"]) == (GENERAL, ts, ADA)
    assert event["links"] == [{"domain": "example.com", "url": URL}]
    assert event["source"] == "conversations_history"
    assert event["unfurl_id"]


async def test_a_card_appears_below_the_message(
    ada: Person, recorder: Recorder, client: AsyncWebClient
) -> None:
    """By either name of the message; a repeat replaces the card, and everybody sees it at once."""
    ts = (await ada.type(f"See {URL}"))["ts"]
    event = (await recorder.gets("event_callback"))["event"]
    await client.chat_unfurl(channel=DATA_OPS, ts=ts, unfurls={URL: CARD})
    shown = (await ada.hears("message_changed"))["message"]
    assert shown["attachments"][0]["app_unfurl_url"] == URL
    assert shown["attachments"][0]["is_app_unfurl"]
    assert "edited" not in shown
    await client.chat_unfurl(unfurl_id=event["unfurl_id"], source=event["source"], unfurls={URL: CARD})
    shown = (await ada.hears("message_changed"))["message"]
    assert len(shown["attachments"]) == 1


async def test_chat_unfurl_is_strict(ada: Person, client: AsyncWebClient) -> None:
    """What Slack refuses must not work here."""
    ts = (await ada.type(f"See {URL}"))["ts"]
    place = {"channel": DATA_OPS, "ts": ts}
    source = "conversations_history"
    cards = {URL: CARD}
    unknown = {URL: {"blocks": [{"type": "section"}]}}
    for arguments, error in (
        ({**place}, "missing_unfurls"),
        ({"unfurls": cards}, "missing_channel"),
        ({"channel": DATA_OPS, "unfurls": cards}, "missing_ts"),
        ({"unfurl_id": f"{DATA_OPS}.{ts}", "unfurls": cards}, "missing_source"),
        ({"source": source, "unfurls": cards}, "missing_unfurl_id"),
        ({"unfurl_id": "x", "source": source, "unfurls": cards}, "invalid_unfurl_id"),
        ({"unfurl_id": "x", "source": "mail", "unfurls": cards}, "invalid_source"),
        ({"channel": "C404", "ts": ts, "unfurls": cards}, "cannot_find_channel"),
        ({"channel": FINANCE, "ts": ts, "unfurls": cards}, "cannot_find_message"),
        ({**place, "unfurls": {"https://elsewhere.org/": CARD}}, "cannot_unfurl_url"),
        ({**place, "unfurls": {"https://example.com/other": CARD}}, "cannot_unfurl_message"),
        ({**place, "unfurls": unknown}, "cannot_parse_attachment"),
    ):
        answer = await refused(client.chat_unfurl(**arguments))
        assert answer["error"] == error, arguments


@pytest.mark.parametrize("configuration", [config()])
async def test_without_the_scope_nothing_unfolds(ada: Person, client: AsyncWebClient) -> None:
    """links:write is a scope of its own."""
    ts = (await ada.type(f"See {URL}"))["ts"]
    answer = await refused(client.chat_unfurl(channel=DATA_OPS, ts=ts, unfurls={URL: CARD}))
    assert answer["error"] == "missing_scope"

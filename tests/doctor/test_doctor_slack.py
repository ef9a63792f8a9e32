"""`doctor` on Slack: each token and its scopes, in words that say what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from diagnosis import answering, failures, json, says

from bot.doctor import slack
from bot.settings import SettingsError

if TYPE_CHECKING:
    from diagnosis import Given

    from bot.sandbox.slack import Running


@pytest.mark.parametrize(
    ("changed", "name", "word"),
    [
        ({"slack_bot_token": "xoxb-hunter2"}, "Slack", "SLACK_BOT_TOKEN: invalid_auth"),
        ({"slack_app_token": "xapp-hunter2"}, "Socket Mode", "SLACK_APP_TOKEN: invalid_auth"),
    ],
)
async def test_a_wrong_token_is_one_finding(
    given: Given, changed: dict[str, object], name: str, word: str
) -> None:
    """What is wrong is named, and nothing else is; with the right value all is well."""
    failed = await failures(given(**changed))
    assert set(failed) == {name}
    assert word in failed[name].says
    assert await failures(given()) == {}


def test_a_token_of_another_kind_is_no_setting(given: Given) -> None:
    """Tokens stand side by side on Slack's pages, and are mixed up most often."""
    for variable, token in (("slack_bot_token", "xoxp-hunter2"), ("slack_app_token", "xoxb-hunter2")):
        with pytest.raises(SettingsError) as refused:
            given(**{variable: token})
        assert variable.upper() in refused.value.message
        assert "hunter2" not in refused.value.message


@pytest.mark.parametrize(
    ("method", "reason", "name", "advice"),
    [
        ("auth.test", "token_revoked", "Slack", "Install the app again"),
        ("auth.test", "account_inactive", "Slack", "install it again"),
        ("auth.test", "token_expired", "Slack", "token rotation"),
        ("apps.connections.open", "missing_scope", "Socket Mode", "connections:write"),
        ("apps.connections.open", "not_allowed_token_type", "Socket Mode", "xapp-"),
    ],
)
async def test_what_slack_refuses_is_said_with_what_to_do(
    given: Given, slack_sandbox: Running, method: str, reason: str, name: str, advice: str
) -> None:
    """Slack's one word is no help to whoever has not read its documentation."""
    slack_sandbox.workspace.faults.add(method=method, error=reason)
    failed = await failures(given(), slack.examine)
    assert set(failed) == {name}
    assert reason in failed[name].says
    assert advice in failed[name].guidance
    assert await failures(given(), slack.examine) == {}


async def test_a_slack_that_does_not_answer_is_said_of_both_tokens(given: Given) -> None:
    """A proxy on the way is not a wrong token."""
    failed = await failures(given(slack_api_url="http://127.0.0.1:1/api/"), slack.examine)
    assert set(failed) == {"Slack", "Socket Mode"}
    assert all("SLACK_API_URL" in finding.guidance for finding in failed.values())


async def test_missing_scopes_are_named(given: Given) -> None:
    """An app that was made before the manifest grew lacks a scope, and would fail at the first message."""
    scopes = "commands,users:read"

    def answer(_: web.Request) -> web.Response:
        return json({"ok": True, "url": "wss://x"}, **{"x-oauth-scopes": scopes})

    async with answering(answer) as address:
        there = given(slack_api_url=f"{address}api/")
        failed = await failures(there, slack.examine)
        assert set(failed) == {"Slack scopes"}
        assert "chat:write" in failed["Slack scopes"].says
        assert "commands" not in failed["Slack scopes"].says
        scopes += ", chat:write, files:write"
        assert await failures(there, slack.examine) == {}
        unfolding = given(slack_api_url=f"{address}api/", unfurl_links=True)
        assert "links:read, links:write" in (await failures(unfolding, slack.examine))["Slack scopes"].says
        scopes += ",links:read,links:write"
        assert await failures(unfolding, slack.examine) == {}


@pytest.mark.parametrize(
    "answer",
    [
        web.Response(text="{}", content_type="application/json"),
        web.Response(text="<html>Sign in</html>", content_type="text/html"),
        web.Response(text="<html>Bad gateway</html>", content_type="text/html", status=502),
        web.Response(text='{"ok": tr', content_type="application/json"),
        web.Response(text="[]", content_type="application/json"),
        web.Response(status=404),
    ],
)
async def test_an_answer_that_is_not_slack_s_is_no_crash(given: Given, answer: web.Response) -> None:
    """What a proxy answers in Slack's place is a finding like any other."""

    def repeated(_: web.Request) -> web.Response:
        return web.Response(text=answer.text, content_type=answer.content_type, status=answer.status)

    async with answering(repeated) as address:
        failed = await failures(given(slack_api_url=f"{address}api/"), slack.examine)
    assert set(failed) == {"Slack", "Socket Mode"}


async def test_socket_mode_says_what_it_cannot_see(given: Given) -> None:
    """No channel yet, no way to learn the bot token's app: saying nothing would pass for a check."""
    said = await says(given(), "Socket Mode", slack.examine)
    assert "A0SANDBOX01" in said
    assert "whether SLACK_BOT_TOKEN is of the same app" in said

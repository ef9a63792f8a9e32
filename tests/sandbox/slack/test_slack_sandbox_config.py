import json
from pathlib import Path

import aiohttp
import pytest
from pydantic import ValidationError
from slack_driver import running

from bot.sandbox.slack import Config


async def test_the_default_workspace_can_be_used_as_it_is(session: aiohttp.ClientSession) -> None:
    """Four people, a channel with the app, one without, and a private one: nothing has to be configured."""
    async with running(Config()) as sandbox, session.get(f"{sandbox.url}/client/boot") as answer:
        boot = await answer.json()
    people = [user for user in boot["users"] if not user["is_bot"]]
    assert (boot["me"]["name"], len(people), boot["app"]["name"]) == ("ada", 4, "Polytomic")
    by_name = {channel["name"]: channel for channel in boot["channels"]}
    assert by_name["data-ops"]["bot_is_member"]
    assert not by_name["data-team"]["bot_is_member"]
    assert by_name["finance-data"]["is_private"]


@pytest.mark.parametrize("suffix", ["json", "yml"])
def test_a_file_says_what_is_different(tmp_path: Path, suffix: str) -> None:
    """JSON and YAML alike; what the file leaves out is as by default."""
    path = tmp_path / f"workspace.{suffix}"
    path.write_text(json.dumps({"team": {"name": "Elsewhere"}, "mode": "http"}), encoding="utf-8")
    config = Config.load(path)
    assert (config.team.name, config.team.domain, config.mode) == ("Elsewhere", "larkspur", "http")


def test_a_misspelt_key_is_refused(tmp_path: Path) -> None:
    """A setting that does nothing would be worse than an error."""
    path = tmp_path / "workspace.yml"
    path.write_text("tema:\n  name: Elsewhere\n", encoding="utf-8")
    with pytest.raises(ValidationError, match="tema"):
        Config.load(path)


async def test_addresses_are_the_public_ones(session: aiohttp.ClientSession) -> None:
    """Behind another address, sockets and links name that one."""
    async with running(Config(public_url="https://slack.larkspur.example/")) as sandbox:
        headers = {"Authorization": "Bearer xapp-sandbox"}
        async with session.post(f"{sandbox.api_url}apps.connections.open", headers=headers) as answer:
            url = (await answer.json())["url"]
    assert url.startswith("wss://slack.larkspur.example/link/?ticket=")

from __future__ import annotations

import base64
import json
import re
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

from days import rows, until
from process import Process
from steps import SALESFORCE, SNOWFLAKE, card_of, plan, snowflake_form
from walks import ANNOUNCED, words_of
from world import World, button_of, stand_ins

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from member import Member

WRONG, RIGHT = "wrong-Zebra&7 knot", "right-Otter&9 plum"


@asynccontextmanager
async def loud_bot(world: World, log: Path, form: str) -> AsyncIterator[Process]:
    """Run the bot at LOG_LEVEL=DEBUG, and kill it at the end."""
    process = Process(world.settings, log=log, LOG_LEVEL="DEBUG", LOG_FORMAT=form)
    await process.start()
    try:
        yield process
    finally:
        await process.kill()


async def everything_in_the_database(world: World) -> str:
    """Write out every row of every table, the queue's included."""
    tables = await rows(world, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    assert {"setups", "posts", "procrastinate_jobs"} <= {name for (name,) in tables}
    found = [await rows(world, f'SELECT one::text FROM "{name}" one') for (name,) in tables]  # noqa: S608 - its own names
    return str(found)


def spellings(secret: str) -> set[str]:
    """List how a secret may be written in other formats."""
    return {secret, quote(secret), quote(secret, safe=""), base64.b64encode(secret.encode()).decode()} | {
        json.dumps(secret)[1:-1],
        secret.replace("&", "&amp;"),
    }


async def test_no_secret_is_ever_written_down_or_said(database_url: str, tmp_path: Path) -> None:
    """Passwords typed wrong and right, echoed by Polytomic, under a bug, a kill and DEBUG: found nowhere."""
    log = tmp_path / "log"
    async with stand_ins(database_url) as world:
        ana, channel = await world.member(), world.channel("data-ops")
        async with loud_bot(world, log, "text"):
            await wrong_password(world, ana, channel)
            await right_password_and_a_bug(world, ana, log)
        async with loud_bot(world, log, "json"):
            await to_the_finished_run(world, ana, channel)
            await right_password_on_its_way(world, await world.member(world.users[1]), channel)
        written = {
            "the log": read(log),
            "the database": await everything_in_the_database(world),
            "Slack": json.dumps(await world.requests_to_slack(), ensure_ascii=False),
        }
    assert "DEBUG" in written["the log"], "the log is as loud as it can be"
    for place in ("the database", "Slack"):
        assert SNOWFLAKE["field:account"] in written[place], "what is no secret is found, so secrets would be"
    for place, text in written.items():
        for secret in (WRONG, RIGHT, *keys_of(world)):
            assert not [one for one in spellings(secret) if one in text], f"{secret} in {place}"


async def wrong_password(world: World, ana: Member, channel: str) -> None:
    """Have a password refused in words that repeat it."""
    await ana.type(channel, "/polytomic new salesforce snowflake")
    await ana.submit(await ana.modal("connection", saying="Salesforce"), SALESFORCE)
    echo = {"message": f"Login failed with the password {WRONG}"}
    fault = {"path": "^/api/connections/test$", "status": 422, "body": echo, "stored": True, "times": 1}
    await world.at_polytomic("faults", **fault)
    form = await snowflake_form(ana)
    await ana.submit(form, SNOWFLAKE | {"secret:password": WRONG})
    form = await ana.modal("connection", saying="Login failed")
    assert WRONG not in str(form)
    assert "•••" in words_of(form)


async def right_password_and_a_bug(world: World, ana: Member, log: Path) -> None:
    """Let Slack answer what nobody thought of, while the password is at work."""
    form = await snowflake_form(ana)
    await world.fault_at_slack(method="views.update", error="fatal_error")
    await ana.submit(form, {"secret:password": RIGHT})
    problem = await ana.modal("problem")
    (reference,) = re.findall("`([0-9a-f]{8})`", words_of(problem))
    assert f"Bug {reference}" in read(log)
    assert "Traceback" in read(log)
    assert "Traceback" not in str(problem)
    await ana.close(problem)
    await card_of(world, ana, "'continue_setup'")


async def to_the_finished_run(world: World, ana: Member, channel: str) -> None:
    """Continue after the bug, to the end; the sign-in link is shown in direct messages only."""
    await ana.click(await card_of(world, ana, "'continue_setup'"), "continue_setup")
    await plan(ana, channel)
    card = await card_of(world, ana, "'sign_in'")
    link = button_of(card, "sign_in")["url"]
    await world.follow_sign_in(card)
    announcement = await ana.message(ANNOUNCED, channel=channel)
    await ana.click(announcement, "run_now")
    await ana.message("finished in", thread=announcement["ts"])
    for call in await world.requests_to_slack():
        place = str(call["arguments"].get("channel", ""))
        is_private = call["method"].startswith("chat.") and place[:1] in {"U", "D"}
        assert is_private or link not in str(call), "the sign-in link is for one person only"
        assert "***" not in str(call["arguments"]), "no token of Slack's in a body"


async def right_password_on_its_way(world: World, ben: Member, channel: str) -> None:
    """Leave a request with the password under way: the bot is killed next."""
    await ben.type(channel, "/polytomic new salesforce snowflake")
    await ben.submit(await ben.modal("connection", saying="Salesforce"), SALESFORCE)
    form = await snowflake_form(ben)
    await world.at_polytomic("faults", path="^/api/connections$", method="POST", delay_seconds=1, times=1)
    await ben.submit(form, SNOWFLAKE | {"secret:password": RIGHT})

    async def is_on_its_way() -> bool:
        return bool(await rows(world, "SELECT 1 FROM setups WHERE destination ->> 'had_secrets' = 'true'"))

    await until(is_on_its_way, "the request with the password")


def read(log: Path) -> str:
    """Read what the bot has logged."""
    return log.read_text()


def keys_of(world: World) -> list[str]:
    """List the bot's own keys."""
    settings = world.settings
    keys = (settings.slack_bot_token, settings.slack_app_token, settings.slack_signing_secret)
    return [key.get_secret_value() for key in (*keys, settings.polytomic_api_key) if key]

from __future__ import annotations

import pytest
from member import Member
from world import SECRET, World

SALESFORCE = {"field:domain": "https://example.my.salesforce.com"}
SNOWFLAKE = {
    "field:account": "uc193736182",
    "field:username": "user",
    "secret:password": SECRET,
    "field:dbname": "database",
}


async def connect_both(person: Member, channel: str) -> None:
    """Type the command and fill in the forms of both connections."""
    await person.type(channel, "/polytomic new salesforce snowflake")
    assert (await person.submit(await person.modal("connection", saying="Salesforce"), SALESFORCE))["ok"]
    assert (await person.submit(await person.modal("connection", saying="Snowflake"), SNOWFLAKE))["ok"]


async def plan(person: Member, channel: str, name: str = "Salesforce Bulk Sync") -> None:
    """Fill in the last form: two typed objects, by hand."""
    form = await person.modal("plan")
    await person.choose(form, "choice", "named")
    form = await person.modal("plan", saying="object_names")
    answers = {"name": name, "choice": "named", "object_names": "Account, Contact", "channel_id": channel}
    answer = await person.submit(form, answers)
    assert answer["ok"], answer


@pytest.mark.parametrize("way", ["socket", "http"])
async def test_the_tutorial_is_a_conversation(world: World) -> None:
    """From the command to the finished first run, whichever way Slack reaches the bot."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await connect_both(ana, channel)
    await plan(ana, channel)
    await ana.modal("done")

    card = await ana.message("sign_in", channel=await ana.dm(world.workspace.app.bot_user_id))
    await world.follow_sign_in(card)
    announcement = await ana.message("Salesforce Bulk Sync", "run_now", channel=channel)
    await ana.click(announcement, "run_now")
    await ana.message("Account", channel=channel, thread=announcement["ts"])

"""What people do in most journeys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from world import SECRET

if TYPE_CHECKING:
    from member import Member
    from shown import Json
    from world import World

SALESFORCE = {"field:domain": "https://example.my.salesforce.com"}
SNOWFLAKE = {
    "field:account": "uc193736182",
    "field:username": "user",
    "secret:password": SECRET,
    "field:dbname": "database",
}


async def connect_salesforce(person: Member, channel: str) -> None:
    """Type the command and fill in the source's form."""
    await person.type(channel, "/polytomic new salesforce snowflake")
    assert (await person.submit(await person.modal("connection", saying="Salesforce"), SALESFORCE))["ok"]


async def form_of(person: Member, type_name: str) -> Json:
    """Wait for the form of a new connection; where the way has to be chosen first, choose to fill it in."""

    def found() -> Json | None:
        top = person.stack[-1] if person.stack else None
        return top if top and top["callback_id"] in {"way", "connection"} and type_name in str(top) else None

    view: Json = await person.wait(found, f"the form of {type_name}")
    if view["callback_id"] == "way":
        assert (await person.submit(view, {"way": "form"}))["ok"]
    return await person.modal("connection", saying=type_name)


async def snowflake_form(person: Member) -> Json:
    """Wait for Snowflake's form."""
    return await form_of(person, "Snowflake")


async def connect_both(person: Member, channel: str) -> None:
    """Type the command and fill in the forms of both connections."""
    await connect_salesforce(person, channel)
    assert (await person.submit(await snowflake_form(person), SNOWFLAKE))["ok"]


async def plan(person: Member, channel: str, name: str = "Salesforce Bulk Sync") -> None:
    """Fill in the last form, two typed objects by hand, and say yes to the summary."""
    form = await person.modal("plan")
    await person.choose(form, "choice", "named")
    form = await person.modal("plan", saying="object_names")
    answers = {"name": name, "choice": "named", "object_names": "Account, Contact", "channel_id": channel}
    answer = await person.submit(form, answers)
    assert answer["ok"], answer
    await say_yes(person)


async def say_yes(person: Member) -> Json:
    """Say yes to the summary; returns it."""
    summary = await person.modal("summary")
    answer = await person.submit(summary)
    assert answer["ok"], answer
    return summary


async def card_of(world: World, person: Member, *saying: str) -> Json:
    """Wait for the person's direct message card to say something."""
    return await person.message(*saying, channel=await person.dm(world.workspace.app.bot_user_id))

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from days import beats, in_polytomic
from shown import element_of
from steps import SNOWFLAKE, card_of, connect_both, connect_salesforce, say_yes, snowflake_form
from walks import ANNOUNCED, NAME, at_once, plan_with, to_plan, until_done, words_of

if TYPE_CHECKING:
    from member import Member
    from shown import Json
    from world import World


async def connections_there(world: World) -> list[str]:
    """List the types of the connections at Polytomic."""
    return sorted(one["type"] for one in (await world.state_of_polytomic())["connections"])


async def existing(person: Member, form: Json, side: str, typed: str) -> Json:
    """Find the one connection that exists and fits."""
    options = await person.find(form, side, typed)
    (found,) = [one for one in options if one["value"].startswith("connection:")]
    return found


async def test_a_form_of_a_cancelled_setup_makes_nothing(world: World) -> None:
    """Cancelled while its form is still open: submitting it says so and creates nothing more."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await connect_salesforce(ana, channel)
    await ana.close(await snowflake_form(ana))
    card = await card_of(world, ana, "'continue_setup'")
    await ana.click(card, "continue_setup")
    form = await snowflake_form(ana)
    await ana.click(await card_of(world, ana, "'cancel_setup'"), "cancel_setup")
    await card_of(world, ana, "It was cancelled.")
    assert (await ana.submit(form, SNOWFLAKE))["ok"]
    said = words_of(await ana.modal("problem"))
    assert "This setup was cancelled." in said
    assert "New sync" in said
    assert await connections_there(world) == ["salesforce"]

    await ana.close(await ana.modal("problem"))
    await ana.type(channel, "/polytomic new")
    form = await ana.modal("ends")
    (source,) = await ana.find(form, "source", "new salesforce")
    (destination,) = await ana.find(form, "destination", "new snowflake")
    assert (await ana.submit(form, {"source": source, "destination": destination}))["ok"]
    form = await ana.modal("connection", saying="Salesforce")
    existing_one = element_of(form, "existing")["options"][0]["value"]
    await ana.choose(form, "existing", existing_one)
    assert (await ana.submit(await snowflake_form(ana), SNOWFLAKE))["ok"]
    await ana.modal("plan")
    assert await connections_there(world) == ["salesforce", "snowflake"]


async def test_closing_while_the_last_form_is_checked_loses_nothing(world: World) -> None:
    """The outcome comes as a message that says what is left, and the setup goes on to its end."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await at_once(world)
    await to_plan(ana, channel)
    await world.at_polytomic("faults", method="GET", path="^/api/bulk/syncs$", delay_seconds=0.5, times=1)
    assert (await plan_with(ana, {"name": NAME, "choice": "all", "channel_id": channel}))["ok"]
    await ana.close(await ana.modal("checking"))
    checked = await card_of(world, ana, "look over what will be synced")
    assert not (await world.state_of_polytomic())["syncs"]
    await ana.click(checked, "continue_setup")
    await world.at_polytomic("faults", method="GET", path="^/api/connections/", delay_seconds=0.5, times=1)
    await say_yes(ana)
    await ana.close(await ana.modal("checking"))
    said = words_of(await card_of(world, ana, "has all it needs from these forms"))
    assert "What is left is to sign in to Salesforce: the link is in my other message here." in said

    await world.follow_sign_in(await card_of(world, ana, "'sign_in'"))
    await ana.message(NAME, ANNOUNCED, channel=channel)
    assert [one["name"] for one in (await world.state_of_polytomic())["syncs"]] == [NAME]


@pytest.mark.parametrize("has_card", [False, True])
async def test_the_end_of_a_connection_rings_once(world: World, *, has_card: bool) -> None:
    """A new card tells whoever closed the form; a card that is only edited rings no bell: a message does."""
    ana = await world.member()
    await ana.type(world.channel("data-ops"), "/polytomic connect snowflake")
    if has_card:
        assert (await ana.submit(await ana.modal("way"), {"way": "page"}))["ok"]
        await card_of(world, ana, "Open the secure page")
        await ana.press(await ana.modal("waiting"), "fill_in_here")
    form = await snowflake_form(ana)
    await world.at_polytomic("faults", method="POST", path="^/api/connections$", delay_seconds=0.5, times=1)
    assert (await ana.submit(form, SNOWFLAKE))["ok"]
    await ana.close(await ana.modal("checking"))
    await card_of(world, ana, "exists and works")
    await beats(world, 2)
    said = [words_of(one) for one in ana.messages.values() if "exists and works" in str(one)]
    assert len(said) == 1 + has_card, said


async def test_a_button_of_a_finished_setup_says_that_it_is_over(world: World) -> None:
    """Continue in an old message does not open a form that leads nowhere."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await connect_salesforce(ana, channel)
    form = await snowflake_form(ana)
    await world.at_polytomic("faults", method="POST", path="^/api/connections$", delay_seconds=0.5, times=1)
    assert (await ana.submit(form, SNOWFLAKE))["ok"]
    await ana.close(await ana.modal("checking"))
    old = await card_of(world, ana, "the connections are fine")
    await ana.click(old, "continue_setup")
    assert (await plan_with(ana, {"name": NAME, "choice": "all", "channel_id": channel}))["ok"]
    await until_done(world, ana)
    await ana.close(await ana.modal("done"))

    await ana.click(old, "continue_setup")
    said = words_of(await ana.modal("problem"))
    assert "has ended" in said
    assert len((await world.state_of_polytomic())["syncs"]) == 1


async def test_a_connection_that_was_deleted_meanwhile_is_not_used(world: World) -> None:
    """Gone between the list and the choice: said under its field; another choice goes on."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await connect_both(ana, channel)
    await ana.close(await ana.modal("plan"))
    await ana.type(channel, "/polytomic new")
    form = await ana.modal("ends")
    source = await existing(ana, form, "source", "salesforce")
    destination = await existing(ana, form, "destination", "snowflake")
    await in_polytomic(world, "DELETE", f"connections/{source['value'].partition(':')[2]}")
    assert (await ana.submit(form, {"source": source, "destination": destination}))["ok"]
    form = await ana.modal("ends", saying="no longer exists")
    assert "see the note under *Source*" in words_of(form)

    (source,) = await ana.find(form, "source", "new salesforce")
    assert (await ana.submit(form, {"source": source, "destination": destination}))["ok"]
    await ana.modal("connection", saying="Salesforce")


async def test_a_connection_cannot_be_both_ends(world: World) -> None:
    """The same connection twice is refused under its field, before anything is asked of Polytomic."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await connect_both(ana, channel)
    await ana.close(await ana.modal("plan"))
    await ana.type(channel, "/polytomic new")
    form = await ana.modal("ends")
    both = await existing(ana, form, "source", "snowflake")
    assert both == await existing(ana, form, "destination", "snowflake")
    answer = await ana.submit(form, {"source": both, "destination": both})
    assert answer["errors"] == {
        "destination": "This is the source too. Choose another connection to write to."
    }
    source = await existing(ana, form, "source", "salesforce")
    assert (await ana.submit(form, {"source": source, "destination": both}))["ok"]
    await ana.modal("plan")


@pytest.mark.parametrize("hour", ["24", "-1", "noon"])
async def test_an_impossible_hour_is_refused_under_its_field(world: World, hour: str) -> None:
    """The form stays with what was chosen; a possible hour goes on."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await to_plan(ana, channel)
    answers = {"name": NAME, "choice": "all", "channel_id": channel, "frequency": "daily", "minute": "5"}
    answer = await plan_with(ana, answers | {"hour": hour})
    assert list(answer["errors"]) == ["hour"]
    form = await ana.modal("plan", saying="'minute'")
    assert (await ana.submit(form, answers | {"hour": "23"}))["ok"]
    await until_done(world, ana)

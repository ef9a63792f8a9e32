from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from steps import card_of, connect_both, say_yes
from walks import NAME, at_once, plan_with, requests_for, to_plan, until_done, words_of

if TYPE_CHECKING:
    from member import Member
    from world import World


async def begun(world: World, person: Member, **answers: object) -> None:
    """Answer every form."""
    await at_once(world)
    await connect_both(person, world.channel("data-ops"))
    wanted = {"name": NAME, "channel_id": world.channel("data-ops")} | answers
    answer = await plan_with(person, wanted)
    assert answer["ok"], answer
    await say_yes(person)
    await person.modal("done")


async def objects_there(world: World) -> list[str]:
    """List the objects of the one bulk sync at Polytomic."""
    (sync,) = (await world.state_of_polytomic())["syncs"]
    return sorted(sync["schemas"])


async def existing_source(world: World, person: Member) -> None:
    """Leave a bulk sync from Salesforce, so that its connection is there and its objects are known."""
    await begun(world, person, choice="all")
    await world.follow_sign_in(await card_of(world, person, "'sign_in'"))
    await card_of(world, person, "The bulk sync exists")


async def choose_existing_ends(world: World, person: Member) -> None:
    """Type the bare command and choose both connections that exist."""
    await person.close(await person.modal("done"))
    await person.type(world.channel("data-ops"), "/polytomic new")
    form = await person.modal("ends")
    ends = {}
    for side, name in (("source", "salesforce"), ("destination", "snowflake")):
        options = await person.find(form, side, f"{name} connection")
        ends[side] = next(one for one in options if one["value"].startswith("connection:"))
    assert (await person.submit(form, ends))["ok"]


async def test_objects_that_do_not_exist_are_named_and_the_nearest_taken(world: World) -> None:
    """After the sign-in the card names what is wrong and what is near; one press goes on with those."""
    ana = await world.member()
    await begun(world, ana, choice="named", object_names="Acount, contact\nOpportunty")
    await world.follow_sign_in(await card_of(world, ana, "'sign_in'"))
    card = await card_of(world, ana, "use_suggestions")
    said = words_of(card)
    assert "Acount: did you mean *Account*?" in said
    assert "Opportunty: did you mean *Opportunity*?" in said
    assert "contact:" not in said
    assert "Use Account, Opportunity" in said
    assert not (await world.state_of_polytomic())["syncs"]

    await ana.click(card, "use_suggestions")
    await ana.message(NAME, "run_now", channel=world.channel("data-ops"))
    assert await objects_there(world) == ["Account", "Contact", "Opportunity"]


async def test_objects_that_resemble_nothing_are_picked_from_the_list(world: World) -> None:
    """Where nothing is near, no guess is offered, but the real list, with the good names kept."""
    ana = await world.member()
    await begun(world, ana, choice="named", object_names="Account, Zzzzqq")
    await world.follow_sign_in(await card_of(world, ana, "'sign_in'"))
    card = await card_of(world, ana, "pick_objects")
    assert "Zzzzqq: nothing has a name like it" in words_of(card)
    assert "use_suggestions" not in str(card)

    await ana.click(card, "pick_objects")
    form = await ana.modal("objects")
    (lead,) = [one for one in await ana.find(form, "object_picks", "lead") if one["value"] == "object:Lead"]
    account = {"value": "object:Account", "text": {"type": "plain_text", "text": "Account"}}
    assert (await ana.submit(form, {"choice": "named", "object_picks": [account, lead]}))["ok"]
    assert "2 objects: Account, Lead" in words_of(await say_yes(ana))
    await ana.modal("done", saying="Nothing is left for you to do")
    await ana.message(NAME, "run_now", channel=world.channel("data-ops"))
    assert await objects_there(world) == ["Account", "Lead"]


async def test_objects_can_be_asked_for_after_the_sign_in(world: World) -> None:
    """Asked after the sign-in: nothing is created until they are picked; picking nothing is refused."""
    ana = await world.member()
    await begun(world, ana, choice="later")
    await world.follow_sign_in(await card_of(world, ana, "'sign_in'"))
    card = await card_of(world, ana, "pick_objects")
    assert "Waits for you to pick the objects." in words_of(card)
    assert not (await world.state_of_polytomic())["syncs"]

    await ana.click(card, "pick_objects")
    form = await ana.modal("objects")
    answer = await ana.submit(form, {"choice": "named"})
    assert "No object is named." in str(answer["errors"])
    options = await ana.find(form, "object_picks", "contact")
    contact = next(one for one in options if one["value"] == "object:Contact")
    assert (await ana.submit(form, {"choice": "named", "object_picks": [contact]}))["ok"]
    await say_yes(ana)
    await ana.message(NAME, "run_now", channel=world.channel("data-ops"))
    assert await objects_there(world) == ["Contact"]


async def test_the_picker_that_was_closed_can_be_opened_again(world: World) -> None:
    """Closing the picker loses nothing: the card still offers it."""
    ana = await world.member()
    await begun(world, ana, choice="later")
    await world.follow_sign_in(await card_of(world, ana, "'sign_in'"))
    card = await card_of(world, ana, "pick_objects")
    await ana.click(card, "pick_objects")
    await ana.close(await ana.modal("objects"))
    await ana.click(card, "pick_objects")
    assert (await ana.submit(await ana.modal("objects"), {"choice": "all"}))["ok"]
    await say_yes(ana)
    await ana.message(NAME, "run_now", channel=world.channel("data-ops"))


@pytest.mark.parametrize("version", ["2025-09-18", "2024-02-08", "2023-04-25"])
async def test_all_objects_names_none(world: World) -> None:
    """All objects: no list is sent at all, so that Polytomic takes every one, in each version of its API."""
    ana = await world.member()
    await existing_source(world, ana)
    asked = [one for one in await requests_for(world, "POST", "/api/bulk/syncs") if one["status"] < 300]
    (body,) = [one["body"] for one in asked]
    assert "schemas" not in body
    assert len(await objects_there(world)) > 5


async def test_a_source_that_is_known_already_offers_its_real_objects(world: World) -> None:
    """With an existing source nobody signs in: the objects are picked from its list by search."""
    ana = await world.member()
    await existing_source(world, ana)
    await choose_existing_ends(world, ana)
    form = await ana.modal("plan")
    await ana.choose(form, "choice", "named")
    form = await ana.modal("plan", saying="object_picks")
    assert "later" not in str(next(b for b in form["blocks"] if b["block_id"] == "choice"))
    found = await ana.find(form, "object_picks", "opp")
    assert "object:Opportunity" in [one["value"] for one in found]
    assert all("opp" in one["value"].casefold() for one in found)
    picked = [one for one in found if one["value"] == "object:Opportunity"]
    answers = {
        "name": "Second sync",
        "choice": "named",
        "object_picks": picked,
        "channel_id": world.channel("data-ops"),
    }
    assert (await ana.submit(form, answers))["ok"]
    await say_yes(ana)
    await ana.modal("done", saying="Nothing is left for you to do")
    announcement = await ana.message("Second sync", "run_now", channel=world.channel("data-ops"))
    assert "1 object: Opportunity" in words_of(announcement)
    there = await world.state_of_polytomic()
    (second,) = [one for one in there["syncs"] if one["name"] == "Second sync"]
    assert second["schemas"] == ["Opportunity"]
    assert len(there["connections"]) == 2


async def test_no_object_named_is_refused_under_its_field(world: World) -> None:
    """Only these, and then nothing but commas, is no choice; the form stays."""
    ana = await world.member()
    await to_plan(ana, world.channel("data-ops"))
    answers = {"name": NAME, "choice": "named", "object_names": " , ,\n"}
    answer = await plan_with(ana, answers)
    assert "No object is named." in answer["errors"]["object_names"]
    form = await ana.modal("plan")
    assert (await ana.submit(form, answers | {"object_names": "Account"}))["ok"]
    await until_done(world, ana)
    assert await objects_there(world) == ["Account"]


HOURLY = ({"frequency": "hourly", "minute": "7"}, {"frequency": "hourly", "minute": "07"})
DAILY = (
    {"frequency": "daily", "hour": "0", "minute": "30"},
    {"frequency": "daily", "hour": "00", "minute": "30"},
)
WEEKLY = (
    {"frequency": "weekly", "weekday": "sunday", "hour": "23", "minute": "0"},
    {"frequency": "weekly", "day_of_week": "sunday", "hour": "23", "minute": "00"},
)
CONTINUOUS = ({"frequency": "continuous"}, {"frequency": "continuous"})
NEWEST = "2025-09-18"
SCHEDULES = [(NEWEST, *one) for one in (HOURLY, DAILY, WEEKLY, CONTINUOUS)]
SCHEDULES += [("2024-02-08", *WEEKLY), ("2023-04-25", *WEEKLY)]  # they differ in the name alone


@pytest.mark.parametrize(("version", "chosen", "sent"), SCHEDULES)
async def test_a_schedule_reaches_polytomic_as_it_was_chosen(
    world: World, version: str, chosen: dict[str, str], sent: dict[str, str]
) -> None:
    """Hour, minute and weekday arrive as strings under the name that the version has for a schedule."""
    ana = await world.member()
    await begun(world, ana, choice="all", **chosen)
    await world.follow_sign_in(await card_of(world, ana, "'sign_in'"))
    await ana.message(NAME, "run_now", channel=world.channel("data-ops"))
    asked = await requests_for(world, "POST", "/api/bulk/syncs")
    schedule = asked[-1]["body"]["default_schedule" if version == NEWEST else "schedule"]
    assert {name: value for name, value in schedule.items() if value} == sent

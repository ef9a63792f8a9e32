from __future__ import annotations

import asyncio

import pytest
from steps import SALESFORCE, SNOWFLAKE, card_of, connect_both, connect_salesforce, snowflake_form
from walks import (
    NAME,
    OBJECTS,
    plan_with,
    requests_for,
    to_plan,
    typed_in,
    until_done,
    until_no_setup,
    words_of,
)
from world import SECRET, World


async def test_an_unknown_subcommand_gets_help_and_a_guess(world: World) -> None:
    """Whoever mistypes reads what is near and what there is; the corrected command then works."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await ana.type(channel, "/polytomic setps")
    answer = words_of(await ana.message("setps", channel=channel))
    assert "I do not know the command *setps*. Did you mean `/polytomic setups`?" in answer
    assert "/polytomic new salesforce snowflake" in answer

    await ana.type(channel, "/polytomic setups")
    await ana.message("You have no unfinished setups. `/polytomic new` starts one.")


async def test_a_bare_command_shows_help(world: World) -> None:
    """Nobody has to know a subcommand to begin."""
    ana = await world.member()
    await ana.type(world.channel("data-ops"), "/polytomic")
    assert "do not know" not in words_of(await ana.message("What I can do"))
    await ana.type(world.channel("data-ops"), "/polytomic NEW")
    await ana.modal("ends")


async def test_an_unknown_type_is_met_with_the_nearest_and_a_usable_form(world: World) -> None:
    """A misspelt source is named, the nearest is offered, and the form keeps the end that was right."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await ana.type(channel, "/polytomic new salesfrce snowflake")
    form = await ana.modal("ends", saying="salesfrce")
    assert "I know no source called “salesfrce”. Did you mean *salesforce*?" in words_of(form)

    assert "New Snowflake connection" in words_of(form)
    options = await ana.find(form, "source", "sales")
    (salesforce,) = [one for one in options if one["value"] == "new:salesforce"]
    assert (await ana.submit(form, {"source": salesforce}))["ok"]
    assert (await ana.submit(await ana.modal("connection", saying="Salesforce"), SALESFORCE))["ok"]
    assert (await ana.submit(await snowflake_form(ana), SNOWFLAKE))["ok"]
    await ana.modal("plan")


async def test_an_unknown_connection_name_is_met_with_the_nearest(world: World) -> None:
    """The name of a connection that nobody has brings the nearest real one; that one skips its form."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await to_plan(ana, channel)
    await ana.close(await ana.modal("plan"))
    await ana.type(channel, "/polytomic new salesforce snowflake-connection")
    form = await ana.modal("ends", saying="Did you mean")
    assert "Did you mean *Snowflake Connection*?" in words_of(form)

    options = await ana.find(form, "destination", "snowflake")
    existing = next(one for one in options if one["value"].startswith("connection:"))
    assert (await ana.submit(form, {"destination": existing}))["ok"]
    answers = SALESFORCE | {"connection_name": "Second Salesforce"}
    assert (await ana.submit(await ana.modal("connection", saying="Salesforce"), answers))["ok"]
    await ana.modal("plan")
    made = (await world.state_of_polytomic())["connections"]
    assert sorted(one["name"] for one in made) == [
        "Salesforce Connection",
        "Second Salesforce",
        "Snowflake Connection",
    ]


async def test_salesforce_is_no_destination(world: World) -> None:
    """What Polytomic cannot write to is refused at the first form, not after the last."""
    ana = await world.member()
    await ana.type(world.channel("data-ops"), "/polytomic new snowflake salesforce")
    form = await ana.modal("ends", saying="destination")
    assert "I know no destination called “salesforce”" in words_of(form)
    offered = [one["value"] for one in await ana.find(form, "destination", "")]
    assert offered[0] == "new:snowflake", "what bulk syncs usually write to comes first"
    assert "new:salesforce" not in offered
    assert (await ana.submit(form, {"destination": {"value": "new:snowflake"}}))["ok"]
    await snowflake_form(ana)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("example.my.salesforce.com", "https://example.my.salesforce.com"),
        ("https://example.my.salesforce.com/lightning/page/home", "https://example.my.salesforce.com"),
        ("https://Example.lightning.force.com/", "https://example.my.salesforce.com"),
    ],
)
async def test_a_salesforce_address_is_taken_as_people_paste_it(world: World, typed: str, sent: str) -> None:
    """A bare host, a page's address and the lightning host all mean the organization."""
    ana = await world.member()
    await ana.type(world.channel("data-ops"), "/polytomic new salesforce snowflake")
    form = await ana.modal("connection", saying="Salesforce")
    assert (await ana.submit(form, {"field:domain": typed}))["ok"]
    await snowflake_form(ana)
    (request,) = await requests_for(world, "POST", "/api/connections")
    assert request["body"]["configuration"]["domain"] == sent


async def test_what_is_not_salesforce_is_refused_under_its_field(world: World) -> None:
    """The form stays, with the reason under the field, and Polytomic is not even asked."""
    ana = await world.member()
    await ana.type(world.channel("data-ops"), "/polytomic new salesforce snowflake")
    form = await ana.modal("connection", saying="Salesforce")
    answer = await ana.submit(form, {"field:domain": "https://example.com"})
    assert list(answer["errors"]) == ["field:domain"]
    assert "not the address of a Salesforce organization" in answer["errors"]["field:domain"]
    assert "https://example.my.salesforce.com" in answer["errors"]["field:domain"]
    assert not await requests_for(world, "POST", "/api/connections")

    assert (await ana.submit(form, SALESFORCE))["ok"]
    await snowflake_form(ana)


async def test_empty_and_long_names_are_refused_under_their_field(world: World) -> None:
    """A name of blanks or of 201 letters never reaches Polytomic; the form stays."""
    ana = await world.member()
    await ana.type(world.channel("data-ops"), "/polytomic new salesforce snowflake")
    form = await ana.modal("connection", saying="Salesforce")
    for name, said in (("", "required"), ("   ", "empty"), ("x" * 201, "200")):
        answer = await ana.submit(form, SALESFORCE | {"connection_name": name})
        assert said in answer["errors"]["connection_name"], name
    assert not await requests_for(world, "POST", "/api/connections")

    assert (await ana.submit(form, SALESFORCE | {"connection_name": "x" * 200}))["ok"]
    assert (await ana.submit(await snowflake_form(ana), SNOWFLAKE))["ok"]
    form = await ana.modal("plan")
    for name, said in (("   ", "empty"), ("x" * 201, "200")):
        answer = await ana.submit(form, {"name": name, "choice": "all"})
        assert said in answer["errors"]["name"], name
    assert (await plan_with(ana, {"name": NAME, "choice": "all"}))["ok"]
    await until_done(world, ana)
    assert [one["name"] for one in (await world.state_of_polytomic())["syncs"]] == [NAME]


async def test_a_taken_connection_name_offers_the_one_that_has_it(world: World) -> None:
    """Polytomic's 422 becomes a reason under the name; the connection that has it is offered, and goes on."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await to_plan(ana, channel)
    await ana.close(await ana.modal("plan"))
    await ana.type(channel, "/polytomic new salesforce snowflake")
    form = await ana.modal("connection", saying="Salesforce")
    assert typed_in(form, "connection_name") == "Salesforce Connection 2"
    assert (await ana.submit(form, SALESFORCE | {"connection_name": "Salesforce Connection"}))["ok"]
    form = await ana.modal("connection", saying="already exists")
    assert "see the note under *Connection name*" in words_of(form)
    assert typed_in(form, "field:domain") == SALESFORCE["field:domain"]

    existing = next(block for block in form["blocks"] if block["block_id"] == "existing")
    (option,) = existing["accessory"]["options"]
    assert option["text"]["text"] == "Salesforce Connection"
    await ana.choose(form, "existing", option["value"])
    await snowflake_form(ana)
    made = (await world.state_of_polytomic())["connections"]
    assert len([one for one in made if one["type"] == "salesforce"]) == 1


async def test_an_unreachable_snowflake_is_said_in_the_form(world: World) -> None:
    """The reason stands in the form with all that was typed, except the secret; corrected, it goes on."""
    ana = await world.member()
    await connect_salesforce(ana, world.channel("data-ops"))
    form = await snowflake_form(ana)
    wrong = SNOWFLAKE | {"field:account": "unreachable", "field:warehouse": "LOADING"}
    assert (await ana.submit(form, wrong))["ok"]
    form = await ana.modal("connection", saying="Could not reach")
    assert typed_in(form, "field:account") == "unreachable"
    assert typed_in(form, "field:warehouse") == "LOADING"

    again = {"field:account": SNOWFLAKE["field:account"], "secret:password": SECRET}
    assert (await ana.submit(form, again))["ok"]
    await ana.modal("plan")
    made = (await world.state_of_polytomic())["connections"]
    assert sorted(one["type"] for one in made) == ["salesforce", "snowflake"]


async def test_a_wrong_password_is_said_and_everything_else_is_kept(world: World) -> None:
    """The form comes back with Polytomic's reason; the password is asked for again and shown nowhere."""
    ana = await world.member()
    await connect_salesforce(ana, world.channel("data-ops"))
    form = await snowflake_form(ana)
    assert (await ana.submit(form, SNOWFLAKE | {"secret:password": "wrong-sesame"}))["ok"]
    form = await ana.modal("connection", saying="Incorrect username or password")
    for block_id in ("field:account", "field:username", "field:dbname"):
        assert typed_in(form, block_id) == SNOWFLAKE[block_id]
    assert "wrong-sesame" not in str(form)
    answer = await ana.submit(form)
    assert list(answer["errors"]) == ["secret:password"]

    assert (await ana.submit(form, {"secret:password": SECRET}))["ok"]
    await ana.modal("plan")
    made = (await world.state_of_polytomic())["connections"]
    assert sorted(one["type"] for one in made) == ["salesforce", "snowflake"]


async def test_a_form_that_is_submitted_twice_makes_one_thing(world: World) -> None:
    """Two quick submissions of each form: one connection per side, one bulk sync."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await ana.type(channel, "/polytomic new salesforce snowflake")
    form = await ana.modal("connection", saying="Salesforce")
    await asyncio.gather(ana.submit(form, SALESFORCE), ana.submit(form, SALESFORCE))
    form = await snowflake_form(ana)
    await asyncio.gather(ana.submit(form, SNOWFLAKE), ana.submit(form, SNOWFLAKE))
    form = await ana.modal("plan")
    answers = {"name": NAME, "choice": "all", "channel_id": channel}
    await asyncio.gather(ana.submit(form, answers), ana.submit(form, answers))
    await until_done(world, ana)
    await ana.message(NAME, "run_now", channel=channel)
    there = await world.state_of_polytomic()
    assert sorted(one["type"] for one in there["connections"]) == ["salesforce", "snowflake"]
    assert [one["name"] for one in there["syncs"]] == [NAME]
    assert len([one for one in await ana.look_back(channel) if "run_now" in str(one)]) == 1


async def test_closing_while_polytomic_checks_brings_the_answer_by_message(world: World) -> None:
    """Whoever closes the window early reads the outcome in a direct message and goes on from its button."""
    ana = await world.member()
    await connect_salesforce(ana, world.channel("data-ops"))
    form = await snowflake_form(ana)
    await world.at_polytomic(
        "faults", method="POST", path="^/api/connections/test$", delay_seconds=0.5, times=2
    )
    assert (await ana.submit(form, SNOWFLAKE | {"secret:password": "wrong"}))["ok"]
    await ana.close(await ana.modal("checking"))
    refused = await card_of(world, ana, "could not go on")
    assert "Incorrect username or password" in words_of(refused)

    await ana.click(refused, "continue_setup")
    form = await snowflake_form(ana)
    assert typed_in(form, "field:username") == SNOWFLAKE["field:username"]
    assert (await ana.submit(form, SNOWFLAKE))["ok"]
    await ana.close(await ana.modal("checking"))
    went_well = await card_of(world, ana, "the connections are fine")
    await ana.click(went_well, "continue_setup")
    assert (await plan_with(ana, {"name": NAME, "choice": "all"}))["ok"]
    await until_done(world, ana)
    assert len((await world.state_of_polytomic())["connections"]) == 2


async def test_closing_before_anything_was_made_leaves_nothing(world: World) -> None:
    """A form that was opened and closed leaves no setup behind; the next command begins afresh."""
    ana = await world.member()
    channel = world.channel("data-ops")
    await ana.type(channel, "/polytomic new salesforce snowflake")
    await ana.close(await ana.modal("connection"))
    await until_no_setup(world)
    await ana.type(channel, "/polytomic setups")
    await ana.message("You have no unfinished setups.")
    await connect_both(ana, channel)
    await ana.modal("plan")


async def test_closing_after_a_connection_was_made_keeps_it_for_later(world: World) -> None:
    """A card says where it stopped; Continue opens the next form, and nothing is made twice."""
    ana = await world.member()
    await connect_salesforce(ana, world.channel("data-ops"))
    await ana.close(await snowflake_form(ana))
    card = await card_of(world, ana, "continue_setup")
    assert "You can continue where you left off." in words_of(card)

    await ana.click(card, "continue_setup")
    assert (await ana.submit(await snowflake_form(ana), SNOWFLAKE))["ok"]
    answer = await plan_with(
        ana,
        {
            "name": NAME,
            "choice": "named",
            "object_names": OBJECTS,
            "channel_id": world.channel("data-ops"),
        },
    )
    assert answer["ok"]
    await until_done(world, ana)
    there = await world.state_of_polytomic()
    assert sorted(one["type"] for one in there["connections"]) == ["salesforce", "snowflake"]
    assert len(there["syncs"]) == 1

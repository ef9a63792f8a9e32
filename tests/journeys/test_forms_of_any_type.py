from __future__ import annotations

from typing import TYPE_CHECKING, Any

from steps import card_of, form_of
from walks import requests_for, typed_in, words_of

from bot.handlers import connections

if TYPE_CHECKING:
    import pytest
    from member import Member
    from shown import Json
    from world import World

MYSQL = "^/api/connection_types/mysql$"


async def described(world: World, properties: Json, **more: Any) -> None:
    """Let Polytomic describe MySQL's form otherwise than it was recorded."""
    body = {"type": "object", "properties": properties, **more}
    await world.at_polytomic("faults", path=MYSQL, status=200, body=body)


async def mysql_form(world: World, ana: Member) -> Json:
    """Ask for a MySQL connection, by form."""
    await ana.type(world.channel("data-ops"), "/polytomic connect mysql")
    return await form_of(ana, "MySQL")


async def tried(world: World) -> Json:
    """Return the configuration that Polytomic was asked to try last."""
    return dict((await requests_for(world, "POST", "/api/connections/test"))[-1]["body"]["configuration"])


async def test_a_toggle_brings_its_questions_and_keeps_what_was_typed(world: World) -> None:
    """The form is drawn again in place; a question that is hidden again keeps its answer for later."""
    ana = await world.member()
    form = await mysql_form(world, ana)
    assert "field:ssh_host" not in str(form)
    await ana.tick(form, "field:ssh")
    form = await ana.modal("connection", saying="field:ssh_host")
    assert typed_in(form, "field:ssh_user") == "root"
    assert await ana.submit(form, {"field:ssh_host": "bastion.example.com"}) != {"ok": True}


async def test_a_form_longer_than_a_window_becomes_steps(world: World) -> None:
    """Slack takes 100 blocks; what was typed on the first page arrives with the secret of the last."""
    ana = await world.member()
    texts = {f"setting_{number}": {"type": "string"} for number in range(110)}
    secret = {"api_key": {"type": "string", "sensitive": True}}
    await described(world, secret | texts, required=["setting_0", "api_key"])
    form = await mysql_form(world, ana)
    assert "Step 1 of 2" in words_of(form)
    assert "secret:api_key" not in str(form), "a secret cannot travel from page to page"
    refused = await ana.submit(form)
    assert "field:setting_0" in str(refused)
    assert (await ana.submit(form, {"field:setting_0": "first", "field:setting_3": "third"}))["ok"]
    form = await ana.modal("connection", saying="Step 2 of 2")
    assert (await ana.submit(form, {"secret:api_key": "only-now", "field:setting_109": "last"}))["ok"]
    await ana.modal("connection", saying=":warning:")  # the local Polytomic knows no such settings
    assert await tried(world) == {
        "setting_0": "first",
        "setting_3": "third",
        "setting_109": "last",
        "api_key": "********",  # as the log of requests shows it
    }


async def test_long_lists_are_searched_and_an_old_choice_is_refused_under_its_question(world: World) -> None:
    """Two hundred regions do not fit a list; one that Polytomic dropped meanwhile is said so."""
    ana = await world.member()
    regions = [{"value": f"r-{number}", "label": f"Region {number}"} for number in range(200)]
    await described(world, {"region": {"type": "string", "enum": regions}}, required=["region"])
    await ana.type(world.channel("data-ops"), "/polytomic connect mysql")
    form = await ana.modal("connection", saying="MySQL")
    found = await ana.find(form, "field:region", "region 19")
    assert [one["value"] for one in found][:2] == ["r-19", "r-190"]
    async with world.http.delete(f"{world.polytomic.url}/_sandbox/faults") as response:
        assert response.ok
    await described(world, {"region": {"type": "string", "enum": regions[:3]}}, required=["region"])
    assert (await ana.submit(form, {"field:region": found[0]}))["ok"]
    form = await ana.modal("connection", saying="is not on offer")
    assert "Region 0, Region 1, Region 2" in words_of(form)


async def test_a_value_that_only_polytomic_knows_can_be_typed(world: World) -> None:
    """Spreadsheets are listed only after the sign-in; until then the address in the browser will do."""
    ana = await world.member()
    await ana.type(world.channel("data-ops"), "/polytomic connect gsheets")
    form = await ana.modal("connection", saying="Google Sheets")
    address = "https://docs.google.com/spreadsheets/d/1AbC/edit"
    (typed,) = await ana.find(form, "field:spreadsheet_id", address)
    assert (await ana.submit(form, {"field:spreadsheet_id": typed}))["ok"]
    await ana.modal("done", saying="sign in to Google Sheets")
    (sent,) = await requests_for(world, "POST", "/api/connections")
    assert sent["body"]["configuration"]["spreadsheet_id"]["value"] == "1AbC"
    await world.follow_sign_in(await card_of(world, ana, "'sign_in'"))
    await card_of(world, ana, "The connection exists and works")


async def test_what_was_typed_is_on_offer_however_slow_polytomic_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack waits three seconds for a list; a value that Polytomic alone could list can be typed in time."""
    monkeypatch.setattr(connections, "VALUES_SECONDS", 0.2)
    ana = await world.member()
    await ana.type(world.channel("data-ops"), "/polytomic connect gsheets")
    form = await ana.modal("connection", saying="Google Sheets")
    await world.at_polytomic("faults", path="parameter_values$", delay_seconds=1)
    address = "https://docs.google.com/spreadsheets/d/1AbC/edit"
    (typed,) = await ana.find(form, "field:spreadsheet_id", address)
    assert typed["value"]


async def test_what_polytomic_refuses_is_shown_under_its_question(world: World) -> None:
    """The API names the setting, so the form points at it."""
    ana = await world.member()
    form = await mysql_form(world, ana)
    refusal = {"message": 'configuration field "dbname" is required'}
    fault = {"path": "^/api/connections/test$", "status": 422, "body": refusal, "times": 1}
    await world.at_polytomic("faults", **fault)
    answers = {"field:hostname": "db.example.com", "field:account": "loader", "secret:passwd": "a-good-one"}
    assert (await ana.submit(form, answers))["ok"]
    form = await ana.modal("connection", saying="see the note under")
    below = next(at for at, block in enumerate(form["blocks"]) if block["block_id"] == "field:dbname")
    assert "is required" in str(form["blocks"][below + 1])


async def test_a_type_that_disappears_is_said_and_another_can_be_chosen(world: World) -> None:
    """Between two steps Polytomic may drop a type: no dead end, but the choice again."""
    ana = await world.member()
    await ana.type(world.channel("data-ops"), "/polytomic connect")
    form = await ana.modal("type")
    (chosen,) = [one for one in await ana.find(form, "type", "sql server") if one["value"] == "new:mssql"]
    listed = {"data": [{"id": "mysql", "name": "MySQL"}]}
    await world.at_polytomic("faults", path="^/api/connection_types$", status=200, body=listed)
    assert (await ana.submit(form, {"type": chosen}))["ok"]
    form = await ana.modal("type", saying="no longer offers")
    (other,) = [one for one in await ana.find(form, "type", "mysql") if one["value"] == "new:mysql"]
    assert (await ana.submit(form, {"type": other}))["ok"]
    await form_of(ana, "MySQL")

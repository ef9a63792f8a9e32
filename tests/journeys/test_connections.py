from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from days import well
from elsewhere import DOMAIN, SNOWFLAKE, make, make_fresh
from inventory import choose, entry, listed, model_sync, sync
from shown import element_of
from steps import card_of
from walks import words_of

if TYPE_CHECKING:
    from shown import Json
    from world import World


async def test_the_list_says_how_each_is_and_what_uses_it(world: World) -> None:
    """Broken ones first, in words, with Reconnect; words narrow it down, and a wrong one is helped with."""
    ana = await world.member()
    fine = await make(world, "snowflake", "Warehouse", SNOWFLAKE)
    broken = await make(world, "salesforce", "Sales prod", DOMAIN)
    for name in ("A", "B", "C"):
        await sync(world, name, broken, fine)
    await model_sync(world, broken, fine)
    await world.at_polytomic(f"connections/{broken}", status="unhealthy", status_error="token revoked")
    await make_fresh(world, "Acme CRM")

    view = await listed(world, ana, saying="Sales prod")
    text = words_of(view)
    assert "*3 connections*, 1 needs care" in text
    assert text.index("Sales prod") < text.index("Acme CRM") < text.index("Warehouse")
    assert "Not healthy: token revoked" in entry(view, "Sales prod")
    assert "Used by 3 bulk syncs: " in entry(view, "Sales prod")
    assert "and 1 more; 1 model; 1 model sync." in entry(view, "Sales prod")
    assert "; 1 model sync." in entry(view, "Warehouse")
    assert "Waits for somebody to sign in." in entry(view, "Acme CRM")
    assert "Used by nothing." in entry(view, "Acme CRM")
    assert "Healthy." in entry(view, "Warehouse")
    assert [one["value"] for one in elements(view, "reconnect")] == [broken]

    view = await listed(world, ana, "SNOW ware", saying="1 of 3")
    assert "Warehouse" in words_of(view)
    assert "Sales prod" not in words_of(view)
    view = await listed(world, ana, "warehose", saying="Did you mean")
    assert "*Warehouse*" in words_of(view)
    await ana.press(view, "back_to_connections")
    await ana.modal("connections", saying="*3 connections*")


def elements(view: Json, action_id: str) -> list[Json]:
    """Find the elements of a view with an action_id."""
    every = [element for block in view["blocks"] for element in block.get("elements", [])]
    return [one for one in every if one.get("action_id") == action_id]


async def test_no_connections_offer_to_make_one(world: World) -> None:
    """An empty list is a beginning, not an end; the Home tab leads here, too."""
    ana = await world.member()
    await ana.open_home()
    await ana.press_home("list_connections")
    view = await ana.modal("connections", saying="no connections yet")
    assert len(elements(view, "new_connection")) == 1


async def test_many_connections_come_in_pages(world: World) -> None:
    """What does not fit is a click away, there and back."""
    ana = await world.member()
    for number in range(27):
        await make_fresh(world, f"Sales {number:02}")
    view = await listed(world, ana, saying="Page 1 of 2")
    assert "Sales 25" not in words_of(view)
    await ana.press(view, "next_page")
    view = await ana.modal("connections", saying="Page 2 of 2")
    assert "Sales 26" in words_of(view)
    await ana.press(view, "previous_page")
    await ana.modal("connections", saying="Page 1 of 2")


async def test_a_test_says_what_polytomic_found(world: World) -> None:
    """It works; the service refuses; Polytomic is out; each is said at the connection, and passes."""
    ana = await world.member()
    warehouse = await make(world, "snowflake", "Warehouse", SNOWFLAKE)
    view = await listed(world, ana, saying="Warehouse")
    await choose(ana, view, warehouse, "test")
    view = await ana.modal("connections", saying="Tested just now: works.")

    refused = {"status": 400, "message": "Incorrect username or password was specified."}
    test = {"method": "POST", "path": "connections/test"}
    await world.at_polytomic("faults", **test, status=400, body=refused, delay_seconds=0.2)
    await choose(ana, view, warehouse, "test")
    await ana.modal("connections", saying="Testing …")
    view = await ana.modal("connections", saying="does not work. Incorrect username or password")
    await well(world)

    await choose(ana, view, warehouse, "test")
    await ana.modal("connections", saying="Tested just now: works.")
    bodies = [one for one in await world.requests_to_polytomic() if one["path"].endswith("/test")]
    assert len({one["headers"]["idempotency-key"] for one in bodies}) == 3, (
        "each click is an attempt of its own"
    )


async def test_a_connection_is_taken_into_a_new_sync(world: World) -> None:
    """The first form opens with it chosen as the source."""
    ana = await world.member()
    made = await make(world, "salesforce", "Sales prod", DOMAIN)
    await choose(ana, await listed(world, ana, saying="Sales prod"), made, "use")
    form = await ana.modal("ends", saying=f"connection:{made}")
    assert "initial_option" in element_of(form, "source")


async def test_a_connection_is_taken_for_what_its_type_can_be(world: World) -> None:
    """What can only be written to becomes the destination; what can be neither is refused in words."""
    ana = await world.member()
    webhook = {"id": "webhook", "name": "Webhook", "capabilities": {"source": False, "destination": True}}
    written = webhook | {"id": "snowflake", "name": "Snowflake"}
    types = {"data": [webhook, written]}
    await world.at_polytomic("faults", path="^/api/connection_types$", status=200, body=types)
    made = await make(world, "snowflake", "Warehouse", SNOWFLAKE)
    await choose(ana, await listed(world, ana, saying="Warehouse"), made, "use")
    form = await ana.modal("ends", saying=f"connection:{made}")
    assert "initial_option" in element_of(form, "destination")
    await ana.close(form)

    hook = {"url": "https://example.com/hook", "auth_method": "polytomic_secret"}
    neither = await make(world, "webhook", "Hook", hook)
    await choose(ana, await listed(world, ana, saying="Hook"), neither, "use")
    await ana.modal("problem", saying="can be neither the source nor the destination")


async def test_a_broken_connection_is_reconnected_from_the_list(world: World) -> None:
    """The button in the open and the one in the menu lead to the same question."""
    ana = await world.member()
    broken = await make(world, "snowflake", "Warehouse", SNOWFLAKE, healthy=False)
    await ana.press(await listed(world, ana, saying="Warehouse"), "reconnect")
    await ana.close(await ana.modal("way", saying="Warehouse"))
    await choose(ana, await listed(world, ana, saying="Warehouse"), broken, "reconnect")
    await ana.modal("way", saying="Warehouse")


@pytest.mark.parametrize("version", ["2023-04-25"])
async def test_the_oldest_version_repeats_what_it_last_said(world: World) -> None:
    """It has no request for a test, so the status is shown, and called what it is."""
    ana = await world.member()
    broken = await make(world, "snowflake", "Warehouse", SNOWFLAKE, healthy=False)
    await choose(ana, await listed(world, ana, saying="Warehouse"), broken, "test")
    await ana.modal("connections", saying="cannot test; it last said: does not work. token revoked")
    await world.at_polytomic(f"connections/{broken}", status="healthy")
    await choose(ana, await ana.modal("connections"), broken, "test")
    await ana.modal("connections", saying="cannot test; it last said: works.")


async def test_what_may_not_be_looked_at_is_not_called_unused(world: World) -> None:
    """A key without the right to see models still lists the connections, and says what it did not see."""
    ana = await world.member()
    made = await make(world, "snowflake", "Warehouse", SNOWFLAKE)
    await world.at_polytomic("faults", path="^/api/models", status=403, body={"message": "forbidden"})
    view = await listed(world, ana, saying="could not look at models, so")
    await choose(ana, view, made, "delete")
    await ana.modal("delete_connection", saying="Nothing that I can see uses it.")


async def test_a_test_whose_window_was_closed_is_told_by_direct_message(world: World) -> None:
    """A test may take long; nobody has to wait in front of it."""
    ana = await world.member()
    made = await make(world, "snowflake", "Warehouse", SNOWFLAKE)
    view = await listed(world, ana, saying="Warehouse")
    await world.at_polytomic("faults", path="connections/test", delay_seconds=0.3)
    await choose(ana, view, made, "test")
    await ana.close(await ana.modal("connections", saying="Testing …"))
    await card_of(world, ana, "Warehouse", "Tested just now: works.")


async def test_an_outage_is_said_in_the_list_s_place(world: World) -> None:
    """The window that opened says why it stays empty; afterwards the same command works."""
    ana = await world.member()
    await world.at_polytomic("faults", path="^/api/connections$", status=400, body={"message": "no"})
    await ana.type(world.channel("data-ops"), "/polytomic connections")
    problem = await ana.modal("problem", saying="Polytomic")
    assert problem["title"]["text"] == "Connections"
    await ana.close(problem)
    await well(world)
    await listed(world, ana, saying="no connections yet")

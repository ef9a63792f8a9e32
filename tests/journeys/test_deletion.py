from __future__ import annotations

from typing import TYPE_CHECKING, Any

from days import in_polytomic
from elsewhere import DOMAIN, SNOWFLAKE, make
from inventory import choose, entry, listed, model_sync, names_at, sync
from steps import snowflake_form
from walks import until_no_setup, words_of

if TYPE_CHECKING:
    from shown import Json
    from world import World


def elements(view: Json, action_id: str) -> list[Json]:
    """Find the elements of a view with an action_id."""
    every = [element for block in view["blocks"] for element in block.get("elements", [])]
    return [one for one in every if one.get("action_id") == action_id]


async def test_an_unused_connection_is_deleted_after_one_question(world: World) -> None:
    """The question says that nothing uses it; one that is gone already is said kindly."""
    ana = await world.member()
    first = await make(world, "snowflake", "Old one", SNOWFLAKE)
    second = await make(world, "snowflake", "Older one", SNOWFLAKE)
    view = await listed(world, ana, saying="Old one")
    await choose(ana, view, first, "delete")
    question = await ana.modal("delete_connection", saying="Nothing in Polytomic uses it")
    assert (await ana.submit(question))["ok"]
    view = await ana.modal("connections", saying="Deleted Old one.")
    assert await names_at(world, "connections") == ["Older one"]

    await choose(ana, view, second, "delete")
    question = await ana.modal("delete_connection")
    await in_polytomic(world, "DELETE", f"connections/{second}")
    await ana.submit(question)
    await ana.modal("connections", saying="gone already")


async def test_what_uses_a_connection_is_deleted_only_by_its_name(world: World) -> None:
    """The syncs that would break are named; a wrong name is marked, the right one deletes all of it."""
    ana = await world.member()
    source = await make(world, "salesforce", "Sales prod", DOMAIN)
    warehouse = await make(world, "snowflake", "Warehouse", SNOWFLAKE)
    await sync(world, "Nightly", source, warehouse)
    await model_sync(world, source, warehouse)
    await choose(ana, await listed(world, ana, saying="Sales prod"), source, "delete")
    question = await ana.modal("delete_connection", saying="bulk sync Nightly")
    assert "model Users" in words_of(question)
    assert "model sync Leads" in words_of(question)

    for wrong in ("", "sales prod", "Sales"):
        answer = await ana.submit(question, {"typed_name": wrong})
        assert not answer["ok"]
    assert "Sales prod" in str(answer)
    assert await names_at(world, "syncs") == ["Nightly"]

    assert (await ana.submit(question, {"typed_name": "Sales prod"}))["ok"]
    await ana.modal("connections", saying="Deleted Sales prod.")
    assert await names_at(world, "syncs") == []
    assert await names_at(world, "connections") == ["Warehouse"]


async def test_a_use_that_nobody_was_shown_is_not_deleted(world: World) -> None:
    """A sync made while the question was open is shown first; so is a use that only Polytomic knows."""
    ana = await world.member()
    source = await make(world, "salesforce", "Sales prod", DOMAIN)
    warehouse = await make(world, "snowflake", "Warehouse", SNOWFLAKE)
    view = await listed(world, ana, saying="Sales prod")
    await choose(ana, view, source, "delete")
    question = await ana.modal("delete_connection", saying="Nothing in Polytomic uses it")
    await sync(world, "Nightly", source, warehouse)
    await ana.submit(question)
    question = await ana.modal("delete_connection", saying="bulk sync Nightly")
    assert "More uses this connection now" in words_of(question)
    await ana.press(question, "back_to_connections")
    view = await ana.modal("connections", saying="Nightly")

    other = await make(world, "snowflake", "Hidden use", SNOWFLAKE)
    view = await listed(world, ana, saying="Hidden use")
    await choose(ana, view, other, "delete")
    question = await ana.modal("delete_connection")
    in_use: dict[str, Any] = {"status": 422, "message": "connection in use"}
    await world.at_polytomic("faults", method="DELETE", path="connections", status=422, body=in_use, times=1)
    await ana.submit(question)
    question = await ana.modal("delete_connection", saying="Polytomic says that something uses")
    await ana.submit(question, {"typed_name": "Hidden use"})
    await ana.modal("connections", saying="Deleted Hidden use.")


async def test_an_unfinished_setup_counts_as_a_use(world: World) -> None:
    """Whoever deletes a connection hears that somebody is setting up a sync with it."""
    ana = await world.member()
    source = await make(world, "salesforce", "Sales prod", DOMAIN)
    await ana.type(world.channel("data-ops"), '/polytomic new "Sales prod" snowflake')
    await ana.close(await snowflake_form(ana))
    await until_no_setup(world)
    view = await listed(world, ana, saying="Sales prod")
    assert "setup" not in entry(view, "Sales prod"), "a setup that made nothing is forgotten with its form"

    await ana.type(world.channel("data-ops"), '/polytomic new "Sales prod" snowflake')
    await snowflake_form(ana)
    ben = await world.member(world.users[1])
    view = await listed(world, ben, saying="1 unfinished setup")
    await choose(ben, view, source, "delete")
    await ben.modal("delete_connection", saying="cannot go on without it")

from __future__ import annotations

from typing import TYPE_CHECKING

from days import connection_at, in_polytomic
from elsewhere import SNOWFLAKE, make
from shown import element_of
from steps import card_of
from walks import requests_for, typed_in, words_of
from world import FOUND

if TYPE_CHECKING:
    from member import Member
    from shown import Json
    from world import World

WORKS = "has new credentials and works"


async def ask(world: World, ana: Member, connection_id: str) -> Json:
    """Press Reconnect in the list of connections."""
    await ana.type(world.channel("data-ops"), "/polytomic connections")
    view = await ana.modal("connections", saying=connection_id)
    await ana.press(view, "reconnect")
    return await ana.modal("way")


async def test_a_connection_is_repaired_on_the_secure_page(world: World) -> None:
    """What Polytomic stored is kept, the secret is entered there, and the modal says when it works."""
    ana = await world.member()
    broken = await make(world, "snowflake", "Warehouse", SNOWFLAKE, healthy=False)
    way = await ask(world, ana, broken)
    assert "connection_name" not in str(way), "its name stays"
    await ana.submit(way)
    await ana.modal("waiting", saying="Warehouse")
    card = await card_of(world, ana, "Reconnect Warehouse", "Open the secure page")
    assert await world.enter_on_page(card, **SNOWFLAKE | {"password": "a-new-one"}) == FOUND
    assert WORKS in words_of(await ana.modal("done"))
    await card_of(world, ana, WORKS)
    assert (await connection_at(world, "snowflake"))["status"] == "healthy"
    assert not await requests_for(world, "PUT", f"/api/connections/{broken}")


async def test_a_connection_is_repaired_by_form_prefilled_without_secrets(world: World) -> None:
    """A change replaces everything, so what is stored comes along, and each secret must be typed anew."""
    ana = await world.member()
    broken = await make(world, "snowflake", "Warehouse", SNOWFLAKE | {"warehouse": "LOADING"}, healthy=False)
    await ana.submit(await ask(world, ana, broken), {"way": "form"})
    form = await ana.modal("connection")
    assert typed_in(form, "field:account") == SNOWFLAKE["account"]
    assert typed_in(form, "field:warehouse") == "LOADING"
    assert typed_in(form, "secret:password") is None
    assert element_of(form, "secret:password")
    refused = await ana.submit(form)
    assert "secret:password" in str(refused), "an update without it would wipe the one that Polytomic holds"
    await ana.submit(form, {"secret:password": "wrong"})
    form = await ana.modal("connection", saying="Incorrect username or password")
    await ana.submit(form, {"secret:password": "a-new-one"})
    assert WORKS in words_of(await ana.modal("done"))
    (sent, *_) = await requests_for(world, "PUT", f"/api/connections/{broken}")
    assert sent["body"]["configuration"]["warehouse"] == "LOADING"


async def test_a_sign_in_is_renewed_on_polytomics_page_alone(world: World) -> None:
    """Nobody can type what a sign-in gives, so no form is offered that would wipe it."""
    ana = await world.member()
    domain = {"domain": "https://example.my.salesforce.com"}
    broken = await make(world, "salesforce", "Sales prod", domain, healthy=False)
    way = await ask(world, ana, broken)
    assert "Fill in here" not in words_of(way)
    await ana.submit(way)
    await ana.modal("waiting", saying="Sales prod")
    await card_of(world, ana, "Reconnect Sales prod", "Open the secure page")


async def test_a_connection_that_is_gone_is_said_so(world: World) -> None:
    """The list may be old when somebody presses the button."""
    ana = await world.member()
    broken = await make(world, "snowflake", "Warehouse", SNOWFLAKE, healthy=False)
    await ana.type(world.channel("data-ops"), "/polytomic connections")
    view = await ana.modal("connections", saying=broken)
    await in_polytomic(world, "DELETE", f"connections/{broken}")
    await ana.press(view, "reconnect")
    assert "no longer exists" in words_of(await ana.modal("problem"))

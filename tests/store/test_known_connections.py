"""Known connections: what changed is told once, whatever happens in between."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from builders import NOON, owed

from bot.store import Changed, Database, KnownConnections
from bot.store.jobs import TELL_HEALTH

if TYPE_CHECKING:
    from bot.models import KnownConnection


@pytest.fixture
def known(database: Database) -> KnownConnections:
    """Return the repository under test."""
    return KnownConnections(database)


async def one(known: KnownConnections, connection_id: str = "c-1") -> KnownConnection:
    """Read what is known of one connection."""
    (found,) = await known.of([connection_id])
    return found


async def broken(known: KnownConnections, connection_id: str = "c-1") -> KnownConnection:
    """Let a connection break in a way that concerns somebody."""
    changes = {
        "is_healthy": False,
        "name": "Salesforce prod",
        "type_name": "Salesforce",
        "reason": "token revoked",
        "episode": 1,
        "broke_at": NOON,
        "recipients": ("UANNA", "C1"),
        "syncs": ("Nightly",),
    }
    return await known.save((await one(known, connection_id)).model_copy(update=changes))


async def test_every_field_survives(known: KnownConnections) -> None:
    """A restart must find whom to tell what."""
    await known.add({"c-1": True})
    saved = await broken(known)
    assert await known.get(saved.id) == saved == await one(known)
    assert await known.health() == {"c-1": False}
    assert await known.get(uuid4()) is None


async def test_a_first_sight_is_nothing_to_tell(database: Database, known: KnownConnections) -> None:
    """Ten thousand connections are remembered without a word, and seeing one again changes nothing."""
    await known.add({f"c-{number}": number % 2 == 0 for number in range(2500)})
    assert await owed(database, TELL_HEALTH) == []
    assert len(await known.health()) == 2500
    await known.add({"c-0": False})
    assert (await known.health())["c-0"]


async def test_a_change_is_to_be_told_until_it_is(database: Database, known: KnownConnections) -> None:
    """Killed between writing and telling: the next beat finds it."""
    await known.add({"c-1": True, "c-2": True})
    saved = await broken(known)
    assert await owed(database, TELL_HEALTH) == [saved.id]
    await known.turn(["c-1", "c-2"], healthy=True)
    assert await owed(database, TELL_HEALTH) == [saved.id], "what concerns nobody hides none that does"
    await known.told(await one(known))
    assert await owed(database, TELL_HEALTH) == []


async def test_of_two_replicas_one_writes(known: KnownConnections) -> None:
    """Both saw the break; the second is told that it was not needed, and its episode is not counted."""
    await known.add({"c-1": True})
    read = await one(known)
    await known.save(read.model_copy(update={"episode": 1}))
    with pytest.raises(Changed):
        await known.save(read.model_copy(update={"episode": 1}))
    assert (await one(known)).version == 1


async def test_any_change_moves_the_mark(known: KnownConnections) -> None:
    """By the mark, a replica that looks at an unchanged list sees what the others wrote meanwhile."""
    marks = [await known.mark()]
    await known.add({"c-1": True, "c-2": True})
    marks.append(await known.mark())
    await known.turn(["c-2"], healthy=False)
    marks.append(await known.mark())
    await broken(known)
    marks.append(await known.mark())
    await known.forget(["c-2"])
    marks.append(await known.mark())
    assert len(set(marks)) == 5
    await known.turn(["c-1"], healthy=False)
    await known.forget([])
    assert await known.mark() == marks[-1], "and what changes nothing leaves it"
    assert await known.health() == {"c-1": False}

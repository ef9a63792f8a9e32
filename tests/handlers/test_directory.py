"""The directory: asks once for what many want in the same moment, and believes nothing that is outdated."""

from __future__ import annotations

import asyncio

from polytomic_doubles import Script, said

from bot.handlers.directory import Directory, Remembered
from bot.polytomic import CreatedConnection

MYSQL = {"type": "object", "properties": {"hostname": {"type": "string"}}}


def connection(connection_id: str, name: str) -> dict[str, object]:
    """Write a connection as Polytomic does."""
    return {"id": connection_id, "name": name, "type": {"id": "mysql", "name": "MySQL"}, "status": "healthy"}


async def test_a_connection_that_was_just_made_is_known_without_asking_for_all_again() -> None:
    """Each form that is submitted would list thousands otherwise; one that changed is there once."""
    script = Script(said([connection("a", "Old")]))
    async with script.client() as polytomic:
        directory = Directory(polytomic)
        await directory.connections()
        directory.note(CreatedConnection.model_validate(connection("b", "New")))
        directory.note(CreatedConnection.model_validate(connection("a", "Renamed")))
        known = {one.id: (one.name, one.type_name) for one in await directory.connections()}
    assert known == {"a": ("Renamed", "MySQL"), "b": ("New", "MySQL")}
    assert len(script.requests) == 1


async def test_a_list_that_was_asked_for_before_a_change_is_not_believed_after_it() -> None:
    """A connection that is made while the list is under way would be missing for seconds."""
    remembered: Remembered[list[str]] = Remembered(60)
    comes = asyncio.Event()

    async def slow() -> list[str]:
        await comes.wait()
        return ["old"]

    async def quick() -> list[str]:
        return ["old", "new"]

    under_way = asyncio.create_task(remembered.get("", slow))
    await asyncio.sleep(0)
    remembered.change("", lambda known: [*known, "new"])
    comes.set()
    assert await under_way == ["old"]
    assert await remembered.get("", quick) == ["old", "new"]


async def test_a_schema_is_asked_for_once_while_somebody_types() -> None:
    """Each letter in a list of choices looks at it; whoever submits wants to know it as it is now."""
    script = Script(said(MYSQL), said(MYSQL | {"required": ["hostname"]}))
    async with script.client() as polytomic:
        directory = Directory(polytomic)
        for _ in range(5):
            assert await directory.schema("mysql") == MYSQL
        assert "required" in await directory.schema("mysql", fresh=True)
        assert "required" in await directory.schema("mysql")
    assert [request.url.path for request in script.requests] == ["/api/connection_types/mysql"] * 2

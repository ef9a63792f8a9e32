"""The directory: asks once for what many want in the same moment, and believes nothing that is outdated."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from polytomic_doubles import Script, said

from bot.handlers.directory import Directory, Remembered
from bot.polytomic import Connection

if TYPE_CHECKING:
    from collections.abc import Callable

MYSQL = {"type": "object", "properties": {"hostname": {"type": "string"}}}


def forget(remembered: Remembered[list[str]]) -> None:
    """Know only that there is news."""
    remembered.forget()


def note(remembered: Remembered[list[str]]) -> None:
    """Know the news."""
    remembered.correct("", lambda known: [*known, "new"])


@pytest.mark.parametrize("learn", [forget, note])
async def test_a_list_that_was_asked_for_before_a_change_is_not_believed_after_it(
    learn: Callable[[Remembered[list[str]]], None],
) -> None:
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
    learn(remembered)
    comes.set()
    assert await under_way == ["old"]
    assert await remembered.get("", quick) == ["old", "new"]


async def test_a_connection_that_was_just_made_needs_no_new_list() -> None:
    """Fifty people who make one each would ask for ever longer lists of all."""
    script = Script(said([{"id": "a", "name": "A", "type": "mysql"}]))
    made = Connection.model_validate({"id": "b", "name": "B", "type": {"id": "s3", "name": "Amazon S3"}})
    async with script.client() as polytomic:
        directory = Directory(polytomic)
        await directory.connections()
        for name in ("B", "B2"):  # made, and then given another name
            directory.note(made.model_copy(update={"name": name}))
        assert [(one.id, one.name) for one in await directory.connections()] == [("a", "A"), ("b", "B2")]


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


async def test_another_type_s_schema_stays_known() -> None:
    """Whoever submits the source's form comes to the destination's, which somebody just looked at."""
    script = Script(said(MYSQL), said(MYSQL), said(MYSQL))
    async with script.client() as polytomic:
        directory = Directory(polytomic)
        for type_id in ("mysql", "mariadb"):
            await directory.schema(type_id)
        await directory.schema("mysql", fresh=True)
        await directory.schema("mariadb")
    assert len(script.requests) == 3

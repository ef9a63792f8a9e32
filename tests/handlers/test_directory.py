"""The directory: asks once for what many want in the same moment, and believes nothing that is outdated."""

from __future__ import annotations

import asyncio

from polytomic_doubles import Script, said

from bot.handlers.directory import Directory, Remembered

MYSQL = {"type": "object", "properties": {"hostname": {"type": "string"}}}


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
    remembered.forget()
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

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest
from bulk_syncs import ask, both_ends, make_sync
from days import in_polytomic, said
from test_secrets import loud_bot, read
from threads import told
from walks import words_of
from world import stand_ins

if TYPE_CHECKING:
    from pathlib import Path

    from member import Member
    from shown import Json
    from world import World


LOG = ":page_facing_up: *Orders* failed after"


async def failed(world: World, person: Member) -> Json:
    """Let a run fail; returns the reply that says so."""
    await world.at_polytomic("executions/next", outcome="failed", message="the warehouse is full")
    await make_sync(world, "Orders", await both_ends(world))
    return await run(world, person, "failed")


async def run(world: World, person: Member, *words: str) -> Json:
    """Run the sync; returns the reply that says how it ended."""
    await ask(world, person, "run orders")
    await person.submit(await person.modal("run_sync"))
    start = await person.message("runs *Orders*")
    return await told(person, start, "'execution_logs'", *words)


async def file_in(world: World, person: Member, log: Json) -> tuple[Json, bytes]:
    """Wait for the file in a message's thread, and open it as its reader."""
    reply = await person.message("'files'", channel=log["channel"], thread=log["ts"])
    (file,) = reply["files"]
    async with world.http.get(file["url_private"], params={"as": person.user_id}) as answer:
        assert answer.ok
        return file, await answer.read()


async def test_the_log_of_a_run_comes_to_whoever_asks(world: World) -> None:
    """Said at once beside the click; then by direct message, in words and as a file in their thread."""
    ana, ben = await world.member(), await world.member(world.users[1])
    end = await failed(world, ana)
    assert "Object that failed: " in words_of(end)
    await ben.look_back(end["channel"])
    await ben.click(end, "execution_logs")
    await ben.message("I send you the log by direct message.", channel=end["channel"])
    log = await ben.message(LOG, "the warehouse is full")
    assert log["channel"].startswith("D")
    assert "1 object failed:" in words_of(log)
    assert "The last errors in the log:" in words_of(log)
    file, content = await file_in(world, ben, log)
    assert b"the warehouse is full" in content
    assert (file["title"], file["name"][-4:], file["mimetype"]) == ("Log of Orders", ".log", "text/plain")
    assert not [one for one in ana.messages.values() if "files" in one or one["channel"] == log["channel"]]


@pytest.mark.parametrize("version", ["2023-04-25"])
async def test_a_log_is_sent_where_there_are_no_last_lines(world: World) -> None:
    """An older API has no console: the failed objects and the file are there all the same."""
    ana = await world.member()
    await ana.click(await failed(world, ana), "execution_logs")
    log = await ana.message(LOG)
    assert "The last errors" not in words_of(log)
    await file_in(world, ana, log)


async def test_a_packed_log_stays_packed(world: World) -> None:
    """What was stored is what comes, byte by byte."""
    ana = await world.member()
    await world.at_polytomic("config", packed_logs=True)
    await ana.click(await failed(world, ana), "execution_logs")
    file, content = await file_in(world, ana, await ana.message(LOG))
    assert file["name"].endswith(".log.gz")
    assert b"the warehouse is full" in gzip.decompress(content)


async def test_a_log_that_cannot_be_fetched_is_said_to_be_missing(world: World) -> None:
    """Too large, expired, away: each says what to do, and the next click finds what is there again."""
    ana = await world.member()
    end = await failed(world, ana)
    for setting, words in (
        ({"log_bytes": 11 * 1024**2}, "more than 10 MB"),
        ({"log_bytes": 0, "log_link_seconds": 0}, "is not there any more"),
    ):
        await world.at_polytomic("config", **setting)
        await ana.click(end, "execution_logs")
        await ana.message(words, "Polytomic")
    await world.at_polytomic("faults", path="/logs$", status=500, times=100)
    await ana.click(end, "execution_logs")
    await ana.message("Polytomic has a problem (status 500)", "Try again in a minute.")
    async with world.http.delete(f"{world.polytomic.url}/_sandbox/faults"):
        pass
    await world.at_polytomic("config", log_link_seconds=60)
    await ana.click(end, "execution_logs")
    await ana.message("'files'")


async def test_the_log_of_a_sync_that_was_deleted_is_said_to_be_gone(world: World) -> None:
    """Beside the button, to whoever clicked; no direct message with nothing in it."""
    ana = await world.member()
    end = await failed(world, ana)
    for sync in (await world.state_of_polytomic())["syncs"]:
        await in_polytomic(world, "DELETE", f"bulk/syncs/{sync['id']}")
    await ana.click(end, "execution_logs")
    await ana.message("it is not there", "It may have been deleted in Polytomic", channel=end["channel"])
    assert not [one for one in ana.messages.values() if one["channel"].startswith("D")]


async def test_a_workspace_that_allows_no_files_reads_the_words(world: World) -> None:
    """The app was installed before it asked for the scope: the errors come, and how to get the file."""
    ana = await world.member()
    end = await failed(world, ana)
    await world.fault_at_slack(method="files.getUploadURLExternal", error="missing_scope")
    await ana.click(end, "execution_logs")
    log = await ana.message(LOG)
    await ana.message("reinstall the app with the scope files:write", thread=log["ts"])
    await ana.click(end, "execution_logs")
    await ana.message("'files'")
    assert len(await said(ana, log["channel"], LOG)) == 2


async def test_no_signed_address_is_ever_written_down_or_said(database_url: str, tmp_path: Path) -> None:
    """Whoever has it has the file: it is in no message, no log line and no error, whatever goes wrong."""
    path = tmp_path / "bot.log"
    async with stand_ins(database_url) as world, loud_bot(world, path, "text"):
        ana = await world.member()
        end = await failed(world, ana)
        await ana.click(end, "execution_logs")
        await ana.message("'files'")
        await world.at_polytomic("config", log_link_seconds=0)
        await ana.click(end, "execution_logs")
        await ana.message("is not there any more")
        said_to_slack = json.dumps(await world.requests_to_slack())
    assert "DEBUG" in read(path)
    for text in (said_to_slack, read(path)):
        assert "signature" not in text
        assert f"{world.polytomic.url}/logs/" not in text

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bulk_syncs import ask, both_ends, choose, make_sync
from days import in_polytomic, said
from folders import README_PICTURE
from walks import words_of

from bot import charts

if TYPE_CHECKING:
    from member import Member
    from shown import Json
    from world import World

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def drawn_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a picture that is there already: drawing takes a second, and is a story of its own."""
    monkeypatch.setattr(charts, "COMMAND", ("cat", str(README_PICTURE)))


async def has_run(world: World, sync_id: str, *outcomes: str) -> None:
    """Let the schedule run a sync, once for each outcome, to its end."""
    for outcome in outcomes:
        await world.at_polytomic("executions/next", outcome=outcome)
        await world.at_polytomic(f"syncs/{sync_id}/run")
        await world.at_polytomic("clock", advance_seconds=3600)


async def picture_in(world: World, message: Json, person: Member) -> bytes:
    """Download a message's only file as the person sees it."""
    (file,) = message["files"]
    async with world.http.get(file["url_private"], params={"as": person.user_id}) as answer:
        assert answer.ok
        return await answer.read()


async def test_a_history_is_a_table_at_once_and_a_chart_for_the_channel(world: World) -> None:
    """The modal shows the last runs; one message has the chart, and the same numbers for everybody."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    await has_run(world, orders, "completed", "failed", "errors")
    await ask(world, ana, "history orders")
    channel = world.channel("data-ops")
    chart = await ana.message("asked for this. *Orders*", channel=channel)
    assert chart["text"].startswith(f"<@{ana.user_id}> asked for this.")
    assert "The last 3 runs: 1 finished, 1 with errors, 1 failed." in chart["text"]
    table = chart["text"].partition("```")[2].splitlines()
    assert [line.split()[5:] for line in table[2:5]] == [
        ["3", "errors"],
        ["failed,", "1", "error"],
        ["finished"],
    ]
    (file,) = chart["files"]
    assert file["title"] == "Runs of Orders"
    assert "1 failed. From" in file["alt_txt"]
    assert (await picture_in(world, chart, ana)).startswith(PNG)
    view = await ana.modal("syncs", saying=f"The chart is in <#{channel}>")
    lines = [line for line in words_of(view).splitlines() if line.startswith(":")]
    assert [line.partition(" ")[0] for line in lines[1:4]] == [":warning:", ":x:", ":white_check_mark:"]
    assert len(await said(ana, channel, "asked for this")) == 1


@pytest.mark.usefixtures("drawn_before")
async def test_where_the_bot_may_not_post_the_chart_comes_by_direct_message(world: World) -> None:
    """It says why, and how the channel would get it; the numbers come with it."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    await has_run(world, orders, "completed")
    elsewhere = world.channel("general")
    await ana.type(elsewhere, "/polytomic history orders")
    private = await ana.dm(world.workspace.app.bot_user_id)
    told = await ana.message("I am not in that channel", "/invite @", channel=private)
    assert "One run so far: 1 finished" in words_of(told)
    chart = await ana.message("history.png", channel=private)
    assert (await picture_in(world, chart, ana)).startswith(PNG)
    await ana.modal("syncs", saying="See our direct messages.")
    assert await said(ana, elsewhere, "Orders") == []


async def test_a_sync_that_never_ran_has_no_chart(world: World) -> None:
    """It is said plainly, the channel hears nothing, and the first run can be started from there."""
    ana = await world.member()
    await make_sync(world, "Orders", await both_ends(world))
    await ask(world, ana, "history orders")
    view = await ana.modal("syncs", saying="It never ran, so there is no history yet.")
    await ana.press(view, "manage_sync:run")
    await ana.modal("run_sync", saying="*Orders*")
    assert await said(ana, world.channel("data-ops"), "Orders") == []


@pytest.mark.usefixtures("drawn_before")
async def test_a_history_is_found_from_a_picker_and_from_the_details(world: World) -> None:
    """Two people pick at once: each gets the one that they picked, under their own name."""
    ana, ben = await world.member(), await world.member(world.users[1])
    ends = await both_ends(world)
    orders, archive = await make_sync(world, "Orders", ends), await make_sync(world, "Orders archive", ends)
    for sync_id in (orders, archive):
        await has_run(world, sync_id, "completed")
    await ask(world, ana, "history order")
    picker = await ana.modal("syncs", saying="Which one do you want to see the history of?")
    await ask(world, ben, "syncs")
    await choose(ben, await ben.modal("syncs", saying="2 bulk syncs"), archive, "status")
    await ben.press(await ben.modal("syncs", saying=f"bulk sync {archive}"), "manage_sync:history")
    await ana.press(picker, "manage_sync:history")
    await ana.modal("syncs", saying="The chart is in")
    await ben.modal("syncs", saying="The chart is in")
    for person, name in ((ana, "Orders"), (ben, "Orders archive")):
        await ana.message(f"<@{person.user_id}> asked for this. *{name}* ·")
    assert len(await said(ana, world.channel("data-ops"), "asked for this")) == 2


async def test_a_sync_deleted_under_the_button_has_no_history(world: World) -> None:
    """Polytomic deletes the executions with it: the list says that it is gone."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    await has_run(world, orders, "completed")
    await ask(world, ana, "status orders")
    view = await ana.modal("syncs", saying=f"bulk sync {orders}")
    await in_polytomic(world, "DELETE", f"bulk/syncs/{orders}")
    await ana.press(view, "manage_sync:history")
    await ana.modal("syncs", saying="was deleted in Polytomic")
    assert await said(ana, world.channel("data-ops"), "asked for this") == []


@pytest.mark.usefixtures("drawn_before")
async def test_numbers_that_polytomic_does_not_give_stay_unknown(world: World) -> None:
    """Null is no zero; a word that is new is shown; clocks that contradict each other give no duration."""
    ana = await world.member()
    await make_sync(world, "Orders", await both_ends(world))
    late, early = "2026-11-03T14:00:00Z", "2026-11-03T12:00:00Z"
    odd = [
        {"id": "e-3", "status": "napping", "created_at": late, "completed_at": early, "record_count": None},
        {"id": "e-2", "status": "failed", "created_at": None, "started_at": None, "error_count": None},
        {"id": "e-1", "status": "completed", "created_at": early, "completed_at": late, "record_count": 7},
    ]
    await world.at_polytomic("faults", path="/executions$", status=200, body={"data": odd})
    await ask(world, ana, "history orders")
    chart = await ana.message("asked for this", channel=world.channel("data-ops"))
    assert "1 finished, 1 failed, 1 ended otherwise. It usually takes 2 hours. 7 rows" in chart["text"]
    table = [line.split() for line in chart["text"].partition("```")[2].splitlines()[2:5]]
    assert table[0][3:] == ["?", "?", "napping"]
    assert table[1] == ["?", "?", "?", "failed"]
    assert table[2][3:] == ["2h", "00m", "7", "finished"]


@pytest.mark.usefixtures("drawn_before")
async def test_without_leave_to_upload_the_numbers_come_alone(world: World) -> None:
    """An app installed before it asked for files: the table is posted, and says whom to ask."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    await has_run(world, orders, "completed")
    await world.fault_at_slack(method="files.getUploadURLExternal", error="missing_scope", times=1)
    await ask(world, ana, "history orders")
    told = await ana.message("scope files:write", channel=world.channel("data-ops"))
    assert "finished" in words_of(told)
    await ana.modal("syncs", saying="I may not upload files here")
    await ask(world, ana, "history orders")
    assert (await ana.message("asked for this", "history.png"))["files"]


async def test_without_a_picture_the_numbers_come_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A drawing that fails costs the picture, not the answer."""
    ana = await world.member()
    orders = await make_sync(world, "Orders", await both_ends(world))
    await has_run(world, orders, "completed")
    monkeypatch.setattr(charts, "COMMAND", ("false",))
    await ask(world, ana, "history orders")
    told = await ana.message("I could not draw the chart.", channel=world.channel("data-ops"))
    assert "finished" in words_of(told)
    await ana.modal("syncs", saying="I could not draw the chart.")

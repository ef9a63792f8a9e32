from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from days import beats, in_polytomic, rows, said, until_state, well
from threads import announced, only_sync, told
from walks import ANNOUNCED, NAME, words_of

if TYPE_CHECKING:
    from member import Member
    from shown import Json
    from world import World

EXECUTION = "^/api/bulk/syncs/[^/]+/executions/"
BATCH = "^/api/bulk/syncs/status$"


async def test_two_clicks_at_once_are_one_run_and_the_second_person_is_told(world: World) -> None:
    """Two people press Run now together: one execution, one thread, and one of them reads who was first."""
    ana, ben = await world.member(), await world.member(world.users[1])
    announcement = await announced(world, ana)
    seen = await ben.look_back(announcement["channel"])
    same = next(one for one in seen if one["ts"] == announcement["ts"]) | {"channel": announcement["channel"]}
    await asyncio.gather(ana.click(announcement, "run_now"), ben.click(same, "run_now"))

    def second() -> Json | None:
        every = [*ana.messages.values(), *ben.messages.values()]
        return next((one for one in every if "is running already" in str(one)), None)

    while not second():
        await asyncio.wait(
            [asyncio.create_task(one.wait(second, "the second answer")) for one in (ana, ben)],
            return_when=asyncio.FIRST_COMPLETED,
        )
    await told(ana, announcement, "finished in")
    assert len((await world.state_of_polytomic())["executions"]) == 1
    assert len(await rows(world, "SELECT id FROM runs")) == 1

    await ana.click(await told(ana, announcement, "'run_now'", "finished in"), "run_now")
    await ana.wait(lambda: len(_ends(ana, announcement)) == 2, "the end of a second run, asked for later")
    assert len((await world.state_of_polytomic())["executions"]) == 2


def _ends(ana: Member, announcement: Json) -> list[Json]:
    return [
        one
        for one in ana.messages.values()
        if one.get("thread_ts") == announcement["ts"] and "finished in" in str(one)
    ]


async def test_an_execution_that_was_started_elsewhere_is_followed(world: World) -> None:
    """Run now while the schedule's run is under way: nothing is started, and that run is told to its end."""
    ana = await world.member()
    announcement = await announced(world, ana)
    await world.at_polytomic(f"syncs/{(await only_sync(world))['id']}/run")
    await ana.click(announcement, "run_now")
    await told(ana, announcement, "started outside Slack")
    await told(ana, announcement, "finished in")
    assert len((await world.state_of_polytomic())["executions"]) == 1
    await until_state(world, "finished")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [("failed", "failed"), ("errors", "finished with errors"), ("interrupted", "was interrupted")],
)
async def test_a_run_that_ends_badly_says_why_and_can_be_repeated(
    world: World, outcome: str, words: str
) -> None:
    """The thread says how it ended, Polytomic's reason, and what to do; Run again runs it again."""
    ana = await world.member()
    announcement = await announced(world, ana)
    await world.at_polytomic("executions/next", outcome=outcome, message="the warehouse ran out of credit")
    await ana.click(announcement, "run_now")
    end = await told(ana, announcement, words, "the warehouse ran out of credit", "'run_now'")
    assert "*Logs* sends you the details" in words_of(end)

    await ana.click(end, "run_now")
    await told(ana, announcement, "finished in")
    assert len((await world.state_of_polytomic())["executions"]) == 2


async def test_a_run_that_somebody_cancels_in_polytomic_is_told_as_cancelled(world: World) -> None:
    """Cancelled elsewhere: the thread says so, and no success is claimed."""
    ana = await world.member()
    await world.at_polytomic("config", execution_seconds=600, cancel_seconds=0.2)
    announcement = await announced(world, ana)
    await ana.click(announcement, "run_now")
    await told(ana, announcement, "Starting")
    await world.at_polytomic("clock", advance_seconds=90)
    await told(ana, announcement, "Running")
    await in_polytomic(world, "POST", f"bulk/syncs/{(await only_sync(world))['id']}/cancel")
    end = await told(ana, announcement, "was cancelled", "'run_now'")
    assert "finished" not in words_of(end)

    await world.at_polytomic("config", execution_seconds=0.5)
    await ana.click(end, "run_now")
    await told(ana, announcement, "finished in")


async def test_running_a_sync_that_was_deleted_says_so(world: World) -> None:
    """Run now on a sync that is gone: the thread says that it was deleted, and nobody retries for ever."""
    ana = await world.member()
    announcement = await announced(world, ana)
    await in_polytomic(world, "DELETE", f"bulk/syncs/{(await only_sync(world))['id']}")
    await ana.click(announcement, "run_now")
    end = await told(ana, announcement, "could not start", "was deleted in Polytomic")
    assert "Set up a new one" in words_of(end)
    await beats(world, 3)
    assert await rows(world, "SELECT state FROM runs") == [("over",)]

    await ana.type(announcement["channel"], "/polytomic new salesforce snowflake")
    await ana.modal("connection", saying="Salesforce")


async def test_a_sync_deleted_while_it_runs_ends_its_run(world: World) -> None:
    """The run's thread does not stay silent when the sync disappears under it."""
    ana = await world.member()
    await world.at_polytomic("config", execution_seconds=600)
    announcement = await announced(world, ana)
    await ana.click(announcement, "run_now")
    await told(ana, announcement, "Starting")
    await world.at_polytomic("clock", advance_seconds=90)
    await told(ana, announcement, "Running")
    await in_polytomic(world, "DELETE", f"bulk/syncs/{(await only_sync(world))['id']}")
    await told(ana, announcement, "was interrupted", "was deleted in Polytomic")
    await beats(world, 2)
    assert await rows(world, "SELECT state FROM runs") == [("over",)]


async def test_a_status_word_that_is_new_is_shown_as_it_is(world: World) -> None:
    """Polytomic may invent a status: the card shows the word, and the run is followed on."""
    ana = await world.member()
    await world.at_polytomic("config", execution_seconds=600)
    announcement = await announced(world, ana)
    await ana.click(announcement, "run_now")
    await told(ana, announcement, "Starting")
    await world.at_polytomic("clock", advance_seconds=90)
    await told(ana, announcement, "Running")
    sync_id = (await only_sync(world))["id"]
    answer = await in_polytomic(world, "GET", f"bulk/syncs/status?sync_id={sync_id}")
    answer["data"][0]["status"] = "taking_a_nap"
    for schema in answer["data"][0]["schemas"]:
        schema["status"] = "taking_a_nap"
    await world.at_polytomic("faults", method="GET", path=BATCH, status=200, body=answer)
    await told(ana, announcement, "Taking a nap")

    await well(world)
    await world.at_polytomic("clock", advance_seconds=600)
    await told(ana, announcement, "finished in")


async def test_counters_that_polytomic_does_not_know_are_left_out(world: World) -> None:
    """Null counters and no objects: the end is told without numbers instead of zeros or an error."""
    ana = await world.member()
    announcement = await announced(world, ana)
    await ana.click(announcement, "run_now")
    await told(ana, announcement, "Started by")
    (run,) = (await world.state_of_polytomic())["executions"]
    bare: dict[str, Any] = {
        "id": run["id"],
        "status": "completed",
        "record_count": None,
        "error_count": None,
        "schemas": None,
    }
    await world.at_polytomic("faults", method="GET", path=EXECUTION, status=200, body={"data": bare})
    end = await told(ana, announcement, "'run_now'", NAME, "finished")
    assert "None" not in words_of(end)
    assert "row" not in words_of(end)
    await until_state(world, "finished")

    await well(world)
    await world.at_polytomic("clock", advance_seconds=60)
    await ana.click(end, "run_now")
    await told(ana, announcement, "finished in", "rows")
    assert len(await said(ana, announcement["channel"], ANNOUNCED)) == 1

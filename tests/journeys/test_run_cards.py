from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bulk_syncs import ask, both_ends, make_sync, runs_at, start_bodies
from days import beats, rows, said, until
from threads import on_card, told
from walks import words_of
from watching import archive

if TYPE_CHECKING:
    from member import Member
    from shown import Json
    from world import World

BATCH = "/api/bulk/syncs/status"


async def begin(world: World, person: Member) -> Json:
    """Make a sync and run it; returns the message that says so."""
    await make_sync(world, "Orders", await both_ends(world))
    return await run(world, person)


async def under_way(world: World, person: Member) -> Json:
    """Make a sync and run it, and wait until Polytomic has begun."""
    start = await begin(world, person)
    await on_card(person, start, "· execution ")
    return start


async def run(world: World, person: Member) -> Json:
    """Run the sync; returns the message that says so, newest first."""
    seen = {ts for _, ts in person.messages}
    await ask(world, person, "run orders")
    await person.submit(await person.modal("run_sync"))

    def start() -> Json | None:
        new = [one for (_, ts), one in person.messages.items() if ts not in seen]
        return next((one for one in new if "runs *Orders*" in str(one)), None)

    found: Json = await person.wait(start, "the message that says that it runs")
    return found


async def cards(person: Member, start: Json) -> list[Json]:
    """List the cards of a run in its channel: edited in place, there is one."""
    return [
        one
        for one in person.messages.values()
        if one["channel"] == start["channel"] and "as of" in str(one["blocks"])
    ]


async def test_a_run_is_one_card_from_its_start_to_its_end(world: World) -> None:
    """The bar moves in one message, which shows the end too; the reply below offers what people do next."""
    ana = await world.member()
    await world.at_polytomic("config", execution_seconds=600)
    start = await under_way(world, ana)
    card = await on_card(ana, start, "Starting")
    await world.at_polytomic("clock", advance_seconds=90)
    await on_card(ana, start, "*Running*", "0 of 2 objects", "so far")
    await world.at_polytomic("clock", advance_seconds=400)
    shown = await on_card(ana, start, "processing the data", "██████░░░░░░ 1 of 2 objects")
    assert (shown["ts"], len(await cards(ana, start))) == (card["ts"], 1)
    await world.at_polytomic("clock", advance_seconds=200)
    end = await told(ana, start, "'Logs'", "finished in 9 minutes", "2 objects")
    shown = await on_card(ana, start, "*Finished in 9 minutes*", "████████████ 2 objects")
    assert shown["ts"] == card["ts"] != end["ts"]
    assert "as of" not in words_of(shown), "what is over is true for ever"


async def test_past_runs_tell_when_a_run_is_over(world: World) -> None:
    """Early, then late: told by our own clock, from runs of the same kind, asked for once."""
    ana = await world.member()
    await world.at_polytomic("config", execution_seconds=400)
    start = await under_way(world, ana)
    await on_card(ana, start, "so far")
    await world.at_polytomic("clock", advance_seconds=500)
    await told(ana, start, "finished in")
    start = await run(world, ana)
    card = await on_card(ana, start, "about 7 minutes left, usually takes 7 minutes")
    await rows(world, "UPDATE runs SET created_at = now() - interval '9 minutes' WHERE state = 'running'")
    await rows(world, "UPDATE runs SET saved_at = now() - interval '5 minutes' WHERE state = 'running'")
    late = await on_card(ana, start, "longer than usual (7 minutes)", "9 minutes")
    assert late["ts"] == card["ts"]
    asked = [one for one in await world.requests_to_polytomic() if one["path"].endswith("/executions")]
    assert len([one for one in asked if one["method"] == "GET"]) == 2, "once for each run"


async def test_a_clock_that_is_hours_off_changes_no_duration(world: World) -> None:
    """Polytomic's clock is five hours ahead: what is told is how long we wait, and how long it took there."""
    ana = await world.member()
    await world.at_polytomic("clock", advance_seconds=5 * 3600)
    await world.at_polytomic("config", execution_seconds=600)
    start = await under_way(world, ana)
    card = await on_card(ana, start, "Started by", "so far")
    assert "hour" not in words_of(card)
    (moment,) = {part.split("^")[1] for part in words_of(card).split("<!date")[1:2]}
    assert abs(float(moment) - datetime.now(UTC).timestamp()) < 60
    await world.at_polytomic("clock", advance_seconds=700)
    await told(ana, start, "finished in 9 minutes")


async def test_mere_numbers_edit_the_card_only_now_and_then(world: World) -> None:
    """A beat that finds other counters writes no row and edits nothing, until enough time has passed."""
    ana = await world.member()
    await world.at_polytomic("config", execution_seconds=6000)
    start = await under_way(world, ana)
    await world.at_polytomic("clock", advance_seconds=700)
    await on_card(ana, start, "*Running*", "Rows")
    await until(lambda: rows(world, "SELECT 1 FROM runs WHERE expected_seconds = 0"), "the guess")
    await rows(world, "UPDATE runs SET created_at = now() - interval '2 hours'")
    version = await rows(world, "SELECT version FROM runs")
    before = len(await world.requests_to_polytomic())
    await world.at_polytomic("clock", advance_seconds=300)
    await beats(world, 5)
    assert await rows(world, "SELECT version FROM runs") == version
    asked = (await world.requests_to_polytomic())[before:]
    assert {one["path"] for one in asked if "/bulk/" in one["path"]} == {BATCH}
    await rows(world, "UPDATE runs SET saved_at = now() - interval '61 seconds'")
    await on_card(ana, start, "2 hours so far")


async def test_whoever_cancels_a_run_is_named(world: World) -> None:
    """From the card's own button, by somebody else than who started it; the card and the end say by whom."""
    ana, ben = await world.member(), await world.member(world.users[1])
    await world.at_polytomic("config", execution_seconds=600, cancel_seconds=0.2)
    start = await under_way(world, ana)
    await world.at_polytomic("clock", advance_seconds=90)
    card = await on_card(ana, start, "*Running*")
    await ben.look_back(start["channel"])
    await ben.click(card, "manage_sync:cancel")
    await ben.submit(await ben.modal("cancel_run"))
    await ben.modal("syncs", saying="Polytomic is cancelling the run of “Orders”")
    end = await told(ana, start, f"was cancelled by <@{ben.user_id}>", "'manage_sync:run'")
    assert "Canceled by a user" not in words_of(end)
    card = await on_card(ana, start, f"*Cancelled by <@{ben.user_id}>")
    assert "Cancel the run" not in words_of(card)


async def test_a_run_is_cancelled_before_polytomic_knows_of_it(world: World) -> None:
    """Cancelled while Polytomic is away: it is never started, and the sync can run again at once."""
    ana = await world.member()
    await world.at_polytomic("faults", method="POST", path="/executions$", status=503, times=10_000)
    start = await begin(world, ana)
    await on_card(ana, start, "I keep trying by myself.")
    await ask(world, ana, "cancel orders")
    question = await ana.modal("cancel_run", saying="Starting")
    await ana.submit(question)
    await ana.modal("syncs", saying="Cancelled the run of “Orders” before it began.")
    await told(ana, start, f"was cancelled by <@{ana.user_id}>")
    async with world.http.delete(f"{world.polytomic.url}/_sandbox/faults"):
        pass
    await beats(world, 3)
    assert await runs_at(world) == []

    start = await run(world, ana)
    await told(ana, start, "finished in")


async def test_a_run_that_starts_while_it_is_cancelled_is_cancelled_right_after(world: World) -> None:
    """The start was on its way already: what it started does not go on unseen."""
    ana = await world.member()
    await world.at_polytomic("config", execution_seconds=600, cancel_seconds=0.2)
    await world.at_polytomic("faults", method="POST", path="/executions$", delay_seconds=1.5, times=1)
    start = await begin(world, ana)

    async def is_on_its_way() -> bool:
        return bool(await start_bodies(world))

    await until(is_on_its_way, "the start")
    await ask(world, ana, "cancel orders")
    await ana.submit(await ana.modal("cancel_run"))
    await told(ana, start, f"was cancelled by <@{ana.user_id}>")
    assert [one["status"] for one in await runs_at(world)] == ["canceled"]
    assert await rows(world, "SELECT state FROM runs") == [("over",)]


async def test_a_run_whose_channel_is_archived_is_told_to_who_asked(world: World) -> None:
    """Once why it is silent there, and once how it ended; never an edit a beat."""
    ana = await world.member()
    await world.at_polytomic("config", execution_seconds=600)
    start = await under_way(world, ana)
    await on_card(ana, start, "so far")
    await archive(world, start["channel"])
    for seconds in (90, 300, 100):
        await world.at_polytomic("clock", advance_seconds=seconds)
        await beats(world, 2)
    await world.at_polytomic("clock", advance_seconds=600)
    end = await ana.message("*Orders* finished in")
    assert len(await said(ana, end["channel"], "That channel is archived.")) == 1


async def test_an_object_of_five_thousand_fails(world: World) -> None:
    """Five names and a count, in one row of ordinary size; a look at it holds nobody up."""
    ana = await world.member()
    ends = await both_ends(world)
    await world.at_polytomic(f"connections/{ends[0]}", objects=5000, cached=True)
    await make_sync(world, "Orders", ends, schemas=None)
    await world.at_polytomic("executions/next", outcome="interrupted", message="the warehouse is full")
    await world.at_polytomic("config", execution_seconds=600)
    start = await run(world, ana)
    await on_card(ana, start, "· execution ")
    await world.at_polytomic("clock", advance_seconds=90)
    await on_card(ana, start, "of 5,000 objects")
    await world.at_polytomic("clock", advance_seconds=600)
    await told(ana, start, "was interrupted", "the warehouse is full")
    ((size,),) = await rows(world, "SELECT pg_column_size(runs.*) FROM runs")
    assert size < 3000

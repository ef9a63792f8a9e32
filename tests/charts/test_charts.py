"""Whether a chart shows what it should, to everybody, and keeps nobody waiting."""

from __future__ import annotations

import asyncio
import io
import logging
import subprocess
import sys
from datetime import timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from history_samples import a_bad_month, a_history, a_past_run
from PIL import Image, ImageChops
from sync_samples import a_sync
from view_samples import NAMES

from bot import charts
from bot.charts import Charts
from bot.charts.drawing import FONT, INK, LOOKS, PAPER, drawable, png, short
from bot.models import Ending, PastRun

if TYPE_CHECKING:
    from collections.abc import Sequence

ODD_NAMES = {
    **NAMES,
    "mathematics": "$\\frac{1}{$ {x}",
    "chinese": "每日订单",
    "right to left": "طلبات הזמנות",
}


def picture(*runs: PastRun, name: str = "Orders") -> Image.Image:
    """Draw executions, and read the picture as somebody else's library does."""
    drawn = Image.open(io.BytesIO(png(a_history(*runs, sync=a_sync(name=name)))))
    drawn.load()
    return drawn


def differs(one: Image.Image, other: Image.Image) -> int:
    """Count the dots that differ to somebody who sees no colours."""
    greys = ImageChops.difference(one.convert("L"), other.convert("L"))
    return sum(greys.histogram()[32:])


def with_last(last: PastRun) -> Sequence[PastRun]:
    """Make a week whose newest execution is this one."""
    return (last, *(a_past_run(at) for at in range(1, 8)))


def test_a_chart_is_a_picture_that_slack_shows_sharply() -> None:
    """Twice as many dots as Slack shows, and opaque, so that a dark Slack changes nothing."""
    drawn = picture()
    assert (drawn.format, drawn.size) == ("PNG", (1200, 700))
    assert drawn.convert("RGBA").getchannel("A").getextrema() == (255, 255)
    assert len(png(a_history())) < 200_000


@pytest.mark.parametrize("status", ["failed", "errors", "canceled", "napping"])
def test_a_failure_is_seen_without_colours(status: str) -> None:
    """One man in twelve does not tell red from green: hatch and mark say it too."""
    well, ill = (picture(*with_last(a_past_run(0, one))) for one in ("completed", status))
    assert differs(well, ill) > 500


def test_no_two_outcomes_look_alike() -> None:
    """Each has its own colour, hatch and mark, and each word stands in the legend once."""
    for part in zip(*(LOOKS[ending] for ending in Ending), strict=True):
        assert len(set(part)) == len(Ending)


def test_an_unknown_number_is_not_drawn_as_none() -> None:
    """Null is a gap with a question mark; nothing moved is a bar without height."""
    unknown = picture(*with_last(a_past_run(0, rows=None)))
    assert differs(unknown, picture(*with_last(a_past_run(0, rows=0)))) > 20
    without_end = picture(*with_last(a_past_run(0, seconds=None)))
    assert differs(without_end, picture(*with_last(a_past_run(0, seconds=0.0)))) > 20


def test_one_large_run_does_not_hide_the_others() -> None:
    """A first load of millions before days of hundreds: the hundreds are still compared."""
    usual = [a_past_run(at, rows=100 + 300 * (at % 2)) for at in range(8)]
    flat = [one.model_copy(update={"rows": 100}) for one in usual]
    first = a_past_run(8, rows=48_000_000)
    assert differs(picture(*usual, first), picture(*flat, first)) > 2000


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_any_name_is_drawn(name: str) -> None:
    """A warning of matplotlib is an error here: no sign is missing, no formula is read, all fits."""
    drawn = picture(a_past_run(), name=name * 3)
    assert differs(drawn, picture(a_past_run(), name="")) > 100 or not drawable(name)
    margin = drawn.crop((1190, 0, 1200, 120)).convert("L")
    assert margin.getextrema()[0] > 240, "the title ends before the edge"


def test_what_the_font_lacks_is_left_out() -> None:
    """An empty box says less than nothing."""
    assert drawable("Orders 🦄 日本 EU") == "Orders EU"
    assert FONT.get_name() == "DejaVu Sans", "the one that comes with matplotlib"


@pytest.mark.parametrize(
    "runs",
    [
        a_bad_month(),
        (a_past_run(rows=None, seconds=None, began_at=None, errors=None),),
        tuple(a_past_run(at, "odd", rows=10**15, seconds=10**9) for at in range(60)),
        (a_past_run(0, "running", is_running=True), a_past_run(1, seconds=0.0, rows=0)),
    ],
)
def test_any_executions_are_drawn(runs: Sequence[PastRun]) -> None:
    """Sixty, one, without numbers, or with absurd ones."""
    assert picture(*runs).size == (1200, 700)


def test_ink_is_readable_on_paper() -> None:
    """Seven to one, as for small print."""
    assert contrast(INK, PAPER) > 7


def contrast(one: str, other: str) -> float:
    """Compare two colours as WCAG does."""
    light, dark = sorted(map(luminance, (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Tell how bright a colour is."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0"), (999, "999"), (1500, "1.5k"), (1_230_000, "1.23M"), (10**15, "1e+03T")]
)
def test_large_numbers_are_short(number: int, words: str) -> None:
    """There is little room beside an axis."""
    assert short(number) == words


async def test_the_bot_goes_on_while_a_chart_is_drawn() -> None:
    """Everybody else is answered meanwhile: a heartbeat of 10 ms keeps beating."""
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0.01)
            beats += 1

    heart = asyncio.create_task(beat())
    drawn = await Charts().draw(a_history(*a_bad_month()))
    heart.cancel()
    assert drawn == png(a_history(*a_bad_month())), "the same as here"
    assert beats > 10


def test_the_bot_itself_never_loads_matplotlib() -> None:
    """It would cost every start a second, and the bot 70 MB for ever."""
    look = "import sys, bot.cli; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run((sys.executable, "-c", look), check=False).returncode == 0  # noqa: S603 - our own words


@pytest.mark.parametrize(("program", "words"), [("raise SystemExit('No ink.')", "No ink."), ("pass", "")])
async def test_a_drawing_that_fails_is_logged_and_the_next_one_succeeds(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, program: str, words: str
) -> None:
    """No picture is no error for the person: the numbers are sent all the same."""
    drawing = Charts()
    with monkeypatch.context() as broken, caplog.at_level(logging.WARNING):
        broken.setattr(charts, "COMMAND", (sys.executable, "-c", program))
        assert await drawing.draw(a_history()) is None
    assert words in caplog.text
    assert await drawing.draw(a_history()) is not None


async def test_a_drawing_that_takes_too_long_is_ended(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever comes next does not wait for it."""
    monkeypatch.setattr(charts, "COMMAND", (sys.executable, "-c", "import time; time.sleep(600)"))
    impatient = Charts(patience=0.2)
    async with asyncio.timeout(10):
        assert await asyncio.gather(*(impatient.draw(a_history()) for _ in range(2))) == [None, None]
    assert caplog.text.count("Could not draw a chart: TimeoutError") == 2


async def test_a_machine_without_the_program_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The operating system may refuse a new process."""
    monkeypatch.setattr(charts, "COMMAND", ("/nowhere/python",))
    assert await Charts().draw(a_history()) is None


def test_times_are_in_utc() -> None:
    """Colleagues in several time zones look at the same picture."""
    here = a_past_run()
    assert here.began_at is not None
    elsewhere = here.model_copy(update={"began_at": here.began_at.astimezone(timezone(timedelta(hours=9)))})
    assert png(a_history(elsewhere)) == png(a_history(here))

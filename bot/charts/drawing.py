"""Draws the past executions of a bulk sync; the only module that imports matplotlib, which is large."""

from __future__ import annotations

from datetime import UTC
from io import BytesIO
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.legend_handler import HandlerTuple
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import ScaledTranslation

from bot.models import Ending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from bot.models import PastRun, SyncHistory

INCHES, DOTS = (6.0, 3.5), 200  # 1200 x 700 pixels, twice what Slack shows
PAPER, INK, QUIET, LINES = "#FBFBFA", "#1D1C1D", "#5E5D60", "#DEDDDA"  # opaque: the same on light and on dark
FONT = FontProperties(family="DejaVu Sans", weight="bold")  # comes with matplotlib
MOST_TIMES = 6  # written below the bars
FEWEST_SLOTS = 8  # so that two bars do not fill the page
LONGEST_NAME = 200  # signs, before it is cut to the width
WIDEST_NAME = 0.97  # of the picture
STEEP = 50  # how many times the usual rows the most may be before small bars vanish


class Look(NamedTuple):
    """How an ending is told apart: by colour, by hatch and by the shape of its mark."""

    words: str
    colour: str
    hatch: str
    mark: str


LOOKS = {
    Ending.FINISHED: Look("finished", "#0072B2", "", "o"),
    Ending.ERRORS: Look("with errors", "#E69F00", "////", "^"),
    Ending.FAILED: Look("failed", "#D55E00", "xxxx", "X"),
    Ending.STOPPED: Look("cancelled or interrupted", "#8A8A8A", "....", "s"),
    Ending.RUNNING: Look("running", "#56B4E9", "----", ">"),
    Ending.OTHER: Look("other", "#CC79A7", "||||", "D"),
}
_UNITS = ((172_800, 86_400, "Days"), (7_200, 3_600, "Hours"), (120, 60, "Minutes"), (0, 1, "Seconds"))
_MILESTONES = {1: "1 s", 60: "1 min", 3_600: "1 h", 86_400: "1 day", 864_000: "10 days"}
_SIZES = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))


def png(history: SyncHistory) -> bytes:
    """Draw rows and duration of each execution, the oldest at the left, as a picture."""
    runs = tuple(reversed(history.runs))
    figure = Figure(figsize=INCHES, dpi=DOTS, facecolor=PAPER)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    _draw_rows(above, runs)
    _draw_durations(below, runs)
    _write_times(below, runs)
    _write_title(figure, history.sync.name)
    _write_legend(figure, runs)
    figure.subplots_adjust(left=0.105, right=0.975, top=0.83, bottom=0.165, hspace=0.16)
    picture = BytesIO()
    FigureCanvasAgg(figure).print_png(picture)  # type: ignore[no-untyped-call]  # matplotlib's
    return picture.getvalue()


def _draw_rows(axes: Axes, runs: Sequence[PastRun]) -> None:
    """Draw the rows as bars; whatever did not simply finish has its mark above."""
    _prepare(axes, "Rows")
    known = [run.rows for run in runs if run.rows]
    top = max(known, default=1) * 1.25
    if _is_steep(known):
        axes.set_yscale("symlog", linthresh=1)
        axes.set_ylabel("Rows (log scale)")
        top *= 4
    else:
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: short(value)))
    axes.set_ylim(0, top)
    for at, run in enumerate(runs):
        _draw_bar(axes, at, run)


def _is_steep(values: Sequence[float]) -> bool:
    return bool(values) and max(values) > STEEP * median(values)


def _draw_bar(axes: Axes, at: int, run: PastRun) -> None:
    """Draw one bar; no rows are a line at the bottom, and an unknown number is a question mark."""
    look = LOOKS[run.ending]
    if run.rows is None:
        _write(axes, at, "?")
    else:
        axes.bar(at, run.rows, width=0.74, color=look.colour, hatch=look.hatch, edgecolor=PAPER, linewidth=0)
        cap: dict[str, Any] = {
            "color": look.colour,
            "linewidth": 1.4,
            "solid_capstyle": "butt",
            "clip_on": False,
        }
        axes.plot([at - 0.37, at + 0.37], [run.rows] * 2, **cap)
    if run.ending is not Ending.FINISHED:
        _mark(axes, at, run.rows or 0, look, lift=6 if run.rows is not None else 14)


def _draw_durations(axes: Axes, runs: Sequence[PastRun]) -> None:
    """Draw the durations as a line with a mark for each; an unknown one is a gap."""
    unit = _measure(axes, [run.seconds for run in runs if run.seconds])
    lasted = [float("nan") if run.seconds is None else run.seconds / unit for run in runs]
    axes.plot(range(len(runs)), lasted, color=QUIET, linewidth=1, zorder=2)
    for at, run in enumerate(runs):
        if run.seconds is None:
            _write(axes, at, "?")
        else:
            _mark(axes, at, lasted[at], LOOKS[run.ending], lift=0)


def _measure(axes: Axes, known: Sequence[float]) -> float:
    """Choose a scale for durations; returns the seconds in its unit."""
    longest = max(known, default=1.0)
    if _is_steep(known):
        _prepare(axes, "Time (log)")
        axes.set_yscale("symlog", linthresh=1)
        axes.set_ylim(0, longest * 4)
        shown = {seconds: words for seconds, words in _MILESTONES.items() if seconds < longest * 4}
        axes.set_yticks(list(shown), list(shown.values()))
        axes.minorticks_off()
        return 1
    unit, words = next((unit, words) for least, unit, words in _UNITS if longest >= least)
    _prepare(axes, words)
    axes.set_ylim(0, longest / unit * 1.25)
    axes.yaxis.set_major_locator(MaxNLocator(3))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    return unit


def _prepare(axes: Axes, label: str) -> None:
    """Take away all lines but the quiet ones that help to read a height."""
    axes.set_facecolor(PAPER)
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=LINES, linewidth=0.6)
    axes.set_ylabel(label, color=INK, fontsize=7.5)
    axes.tick_params(labelsize=7, colors=INK, length=2.5, color=QUIET)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(QUIET)


def _mark(axes: Axes, at: int, value: float, look: Look, *, lift: float) -> None:
    """Set an ending's mark `lift` points above a value."""
    moved = axes.transData + ScaledTranslation(0, lift / 72, axes.figure.dpi_scale_trans)
    axes.plot(
        [at],
        [value],
        marker=look.mark,
        markersize=4.6,
        color=look.colour,
        markeredgecolor=INK,
        markeredgewidth=0.4,
        transform=moved,
        clip_on=False,
        zorder=4,
    )


def _write(axes: Axes, at: int, words: str) -> None:
    """Write something just above the bottom."""
    axes.annotate(
        words, (at, 0), (0, 2.5), textcoords="offset points", ha="center", color=QUIET, fontsize=6.5
    )


def _write_times(axes: Axes, runs: Sequence[PastRun]) -> None:
    """Write below some of the executions when they began."""
    step = max(1, -(-len(runs) // MOST_TIMES))
    shown = range((len(runs) - 1) % step, len(runs), step)  # the newest is among them
    times = [run.began_at.astimezone(UTC).strftime("%b %-d\n%H:%M") if run.began_at else "?" for run in runs]
    axes.set_xticks(list(shown), [times[at] for at in shown])
    axes.set_xlim(-0.7, max(len(runs), FEWEST_SLOTS) - 0.3)
    axes.set_xlabel("Start of each run, UTC", color=INK, fontsize=7.5, labelpad=2)


def _write_title(figure: Figure, name: str) -> None:
    """Write whose executions these are, as far as there is room."""
    title = cut(drawable(name), LONGEST_NAME) or "Runs of this sync"
    style: dict[str, Any] = {"color": INK, "fontsize": 10, "weight": "bold", "va": "top", "parse_math": False}
    written = figure.text(0.014, 0.98, title, **style)
    while written.get_window_extent().width > WIDEST_NAME * figure.bbox.width:
        title = cut(title, len(title) * 9 // 10)
        written.set_text(title)


def _write_legend(figure: Figure, runs: Sequence[PastRun]) -> None:
    """Write what colours, hatches and marks mean."""
    seen = [LOOKS[ending] for ending in Ending if any(run.ending is ending for run in runs)]
    figure.legend(
        handles=[_sample(look) for look in seen],
        labels=[look.words for look in seen],
        handler_map={tuple: HandlerTuple(ndivide=None, pad=0.3)},
        loc="upper left",
        bbox_to_anchor=(0.0, 0.925),
        ncols=len(seen),
        frameon=False,
        fontsize=7,
        labelcolor=INK,
        handlelength=2.4,
        handletextpad=0.5,
        columnspacing=1.2,
    )


def _sample(look: Look) -> tuple[Patch, Line2D]:
    """Show an ending's bar and mark."""
    bar = Patch(facecolor=look.colour, hatch=look.hatch, edgecolor=PAPER, linewidth=0)
    style: dict[str, Any] = {
        "color": look.colour,
        "markeredgecolor": INK,
        "markeredgewidth": 0.4,
        "linestyle": "",
    }
    return bar, Line2D([], [], marker=look.mark, markersize=4.6, **style)


def drawable(text: str) -> str:
    """Leave out what the font has no sign for, such as emoji."""
    signs = get_font(findfont(FONT)).get_charmap()
    return " ".join("".join(letter if ord(letter) in signs else " " for letter in text).split())


def cut(text: str, limit: int) -> str:
    """Shorten a text, and show that it was shortened."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def short(number: float) -> str:
    """Write a number in few characters: "1.2M"."""
    size, letter = next(((size, letter) for size, letter in _SIZES if number >= size), (1, ""))
    return f"{number / size:.3g}{letter}"

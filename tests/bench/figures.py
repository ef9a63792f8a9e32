"""What a measurement says: a figure, what it is compared with, and whether that is good enough."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Figure:
    """One line of the table; `holds` is None where the design sets no target."""

    command: str
    figure: str
    baseline: str
    target: str = ""
    holds: bool | None = None


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that this share of all values does not exceed."""
    return sorted(values)[max(math.ceil(share * len(values)) - 1, 0)]


def milliseconds(seconds: float) -> str:
    """Write a short time."""
    return f"{seconds * 1000:.1f} ms"


def both(waits: Sequence[float]) -> str:
    """Write the median and the 99th percentile."""
    return f"p50 {milliseconds(percentile(waits, 0.5))}, p99 {milliseconds(percentile(waits, 0.99))}"


def table(figures: Sequence[Figure], *, for_a_page: bool = False) -> Table:
    """Draw all figures, on a terminal or as Markdown."""
    drawn = Table(box=box.MARKDOWN) if for_a_page else Table(show_lines=True)
    for column in ("Command", "Figure", "Baseline in the same run", "Target", "Holds"):
        drawn.add_column(column, overflow="fold")
    for one in figures:
        drawn.add_row(one.command, one.figure, one.baseline, one.target, _word(one.holds))
    return drawn


def _word(holds: bool | None) -> str:  # noqa: FBT001 - three values, one parameter
    if holds is None:
        return ""
    return "[green]yes[/green]" if holds else "[red]NO[/red]"

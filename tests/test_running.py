"""What the pages on running the bot promise about files of the repository."""

from __future__ import annotations

import re
from pathlib import Path

from bot.cli import END_WITHIN_SECONDS
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
UNIT = (ROOT / "docs" / "polytomic-bot.service").read_text(encoding="utf-8")
IMAGE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """Return what a link can lead to within a page, as GitHub names it."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_links_between_the_pages_lead_somewhere() -> None:
    """A chapter that was renamed must not leave a reader at the top of a long page."""
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)]+)\)", page.read_text(encoding="utf-8")):
            path, _, anchor = target.partition("#")
            there = (page.parent / path).resolve() if path else page
            assert there.exists(), f"{page.name}: {target}"
            assert not anchor or anchor in anchors(there), f"{page.name}: {target}"


def test_the_unit_and_the_image_set_only_what_there_is() -> None:
    """A misspelt variable would be ignored in silence."""
    foreign = {"PATH", "PYTHONUNBUFFERED", "MPLCONFIGDIR"}
    unit = re.findall(r"(\w+)=", " ".join(re.findall(r"^Environment=(.+)$", UNIT, re.MULTILINE)))
    image = re.findall(r"^(?:ENV| {4}) ?([A-Z_]+)=", IMAGE, re.MULTILINE)
    assert {"BOT_DATA_DIR", "HOST", "PORT"} <= {*unit, *image}
    assert {name.lower() for name in {*unit, *image} - foreign} <= set(Settings.model_fields)


def test_whoever_stops_the_bot_waits_until_it_has_ended() -> None:
    """Killed too early, it leaves to others what it could have finished; and PostgreSQL must outlive it."""
    (seconds,) = re.findall(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)
    assert int(seconds) > END_WITHIN_SECONDS
    assert "KillMode=mixed" in UNIT


def test_the_image_runs_without_rights_and_is_asked_for_its_health() -> None:
    """What cannot be built here is at least held to what it promises."""
    final = IMAGE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER polytomic-bot$", final, re.MULTILINE)
    assert "/healthz" in final
    assert "pip install" not in final
    assert re.search(r"^VOLUME /data$", final, re.MULTILINE)

"""The simulation, in a small world: it must go on working between the days on which somebody runs it."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


async def test_an_hour_with_few_channels_loses_and_doubles_nothing() -> None:
    """It ends with 0 only if every report that was due came once, in spite of an outage and two kills."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.simulation", "--syncs", "200", "--channels", "6", "--hours", "2"),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    assert "Doubled" in said.decode()

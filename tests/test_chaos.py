"""The matrix of bad days, in a small sample: `make chaos` plays all of it."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


async def test_a_sample_of_bad_days_loses_doubles_and_hides_nothing() -> None:
    """It ends with 0 only if every cell met its bad day in a story that came to its right end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.chaos", "--seed", "11", "--cells", "12", "--only", "polytomic", "--at-once", "4"),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    assert "12 cells tried" in said.decode()

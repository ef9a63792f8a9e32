"""The pictures are taken by hand; that they still can be is seen here without a browser."""

import subprocess
import sys
from pathlib import Path


def test_the_program_that_takes_the_pictures_loads() -> None:
    """What it takes from the browser tests and from the demo is where it looks for it."""
    helped = subprocess.run(
        [sys.executable, "-m", "tests.screenshots", "--help"],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert helped.returncode == 0, helped.stderr
    assert "for the others" in helped.stdout

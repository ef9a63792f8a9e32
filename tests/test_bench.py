"""The bench itself is run by hand; what it can measure is what its page says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_page_names_every_measurement() -> None:
    """Whoever wants one figure again must not have to read the code for its name."""
    wrong = subprocess.run(
        [sys.executable, "-m", "tests.bench", "nonsense"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert wrong.returncode == 2
    known = re.findall(r"\w+", wrong.stdout.partition("measure ")[2].partition("not nonsense")[0])
    page = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")
    named = re.search(r"takes\s+some: ([`\w, ]+)\.", page)
    assert named is not None
    assert re.findall(r"`(\w+)`", named[1]) == known

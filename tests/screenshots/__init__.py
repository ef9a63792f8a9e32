"""Pictures of a walk through the demo, taken with the hands of the browser tests."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "browser"), str(Path(__file__).parents[1])]

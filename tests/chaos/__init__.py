"""Every call that the bot makes meets every bad day, in stories with the journeys' hands and eyes."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "journeys"), str(Path(__file__).parents[1])]

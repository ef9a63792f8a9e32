"""The process that draws: a history as JSON comes in, its picture goes out."""

import sys

from bot.charts.drawing import png
from bot.models import SyncHistory

if __name__ == "__main__":
    sys.stdout.buffer.write(png(SyncHistory.model_validate_json(sys.stdin.buffer.read())))

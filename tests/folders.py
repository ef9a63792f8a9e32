"""Where the tests' servers keep their files, and where a picture lies."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

README_PICTURE = Path(__file__).parents[1] / "docs" / "screenshot.png"
MEMORY, ROOM = "/dev/shm", 2 * 2**30  # noqa: S108 - folders in it are made by tempfile


@contextmanager
def server_folder() -> Iterator[Path]:
    """Make a folder for an embedded server: in memory, if there is room, as PostgreSQL writes many files.

    pytest's own temporary folders will not do: each run of pytest closes them to other users again, and when
    root runs the tests, the server runs as another user.
    """
    is_there = Path(MEMORY).is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    place = MEMORY if is_there else None
    with tempfile.TemporaryDirectory(prefix="polytomic-test-", dir=place, ignore_cleanup_errors=True) as made:
        yield Path(made)

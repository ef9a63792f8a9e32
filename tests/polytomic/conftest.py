from __future__ import annotations

from typing import TYPE_CHECKING

import polytomic_doubles
import pytest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def server() -> AsyncIterator[polytomic_doubles.Loopback]:
    """Serve a stand-in of Polytomic on loopback."""
    async for told in polytomic_doubles.loopback():
        yield told

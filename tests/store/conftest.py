"""What the tests of the store share: the repository of setups."""

from __future__ import annotations

import pytest

from bot.store import Database, Setups


@pytest.fixture
def setups(database: Database) -> Setups:
    """Return the repository under test."""
    return Setups(database)

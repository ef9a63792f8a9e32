"""Columns that many tables have."""

from sqlalchemy import Column, DateTime, Integer
from sqlalchemy.dialects.postgresql import JSONB


def moment(name: str, *, required: bool = False) -> Column[object]:
    """Hold a moment, with its time zone."""
    return Column(name, DateTime(timezone=True), nullable=not required)


def json(name: str) -> Column[object]:
    """Hold a structured value, or nothing."""
    return Column(name, JSONB(none_as_null=True))


def count(name: str, *, required: bool = True) -> Column[int]:
    """Hold a number of things."""
    return Column(name, Integer, nullable=not required)


def told() -> Column[int]:
    """Hold the version that people were last told of; behind `version`, there is something to tell."""
    return Column("told_version", Integer, nullable=False, server_default="-1")

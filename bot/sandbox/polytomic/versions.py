"""The API versions that the sandbox speaks; their order is the order of their dates."""

from enum import StrEnum


class Version(StrEnum):
    """A value of the header X-Polytomic-Version."""

    V2023 = "2023-04-25"
    V2024 = "2024-02-08"
    V2025 = "2025-09-18"


EVERY = frozenset(Version)
OLD = frozenset({Version.V2023})
NEW = frozenset({Version.V2024, Version.V2025})
NEWEST = frozenset({Version.V2025})

"""What the bot stands on: every package pinned, from a plain index, and with a licence that allows it.

Known vulnerabilities are another matter: `.ci/audit` asks PyPI for them. Here is what needs no network.
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
OWN = {"polytomic-bot", "pip", "setuptools", "wheel"}  # ours, and what installs the others
# Licences under which an MIT program may be run and passed on with its dependencies unchanged.
ALLOWED = re.compile(
    r"MIT|BSD|0BSD|Apache|ISC|PSF|Python Software|MPL|Mozilla|LGPL|Zlib|CC0|matplotlib|HPND|Unlicense",
    re.IGNORECASE,
)
FORBIDDEN = re.compile(r"(?<!L)GPL|Affero|Commercial|Proprietary|SSPL|BUSL", re.IGNORECASE)


def constraints() -> dict[str, str]:
    """Read constraints.txt: one exact version of each package."""
    lines = (ROOT / "constraints.txt").read_text().split("\n")
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9._!+]+", pin) for pin in pins), (
        "one version, no address"
    )
    return {canonicalize_name(name): version for name, _, version in (pin.partition("==") for pin in pins)}


def installed() -> list[metadata.Distribution]:
    """List what is installed besides ourselves."""
    return [one for one in metadata.distributions() if canonicalize_name(one.name) not in OWN]


def needed() -> set[str]:
    """Follow what pyproject.toml asks for, and what that asks for."""
    found: set[str] = set()
    waiting = [("polytomic-bot", frozenset({"dev"}))]
    while waiting:
        name, extras = waiting.pop()
        for text in metadata.requires(name) or []:
            asked = Requirement(text)
            applies = [
                asked.marker is None or asked.marker.evaluate({"extra": extra}) for extra in (*extras, "")
            ]
            key = canonicalize_name(asked.name)
            if any(applies) and key not in found:
                found.add(key)
                waiting.append((asked.name, frozenset(asked.extras)))
    return found


def test_what_is_needed_is_pinned_and_nothing_else() -> None:
    """A package that is not pinned comes in another version tomorrow, tested by nobody."""
    pins = constraints()
    assert needed() - OWN <= set(pins)
    assert {canonicalize_name(one.name) for one in installed()} >= needed() - OWN


@pytest.mark.parametrize("one", installed(), ids=lambda one: str(one.name))
def test_what_is_installed_is_what_is_pinned(one: metadata.Distribution) -> None:
    """The versions that the tests ran with are those that people install."""
    pins = constraints()
    name = canonicalize_name(one.name)
    if name in pins:
        assert pins[name] == one.version
    assert one.read_text("direct_url.json") is None, "from an index, not from somebody's address"


@pytest.mark.parametrize("name", sorted(needed() - OWN))
def test_every_licence_allows_what_the_bot_does(name: str) -> None:
    """The bot is MIT; a dependency whose licence asks for more than a notice would bind whoever runs it."""
    facts = metadata.metadata(name)
    classifiers = [one for one in facts.get_all("Classifier") or [] if one.startswith("License")]
    said = " ".join([facts.get("License-Expression") or "", (facts.get("License") or "")[:200], *classifiers])
    assert ALLOWED.search(said), said
    assert not FORBIDDEN.search(said), said

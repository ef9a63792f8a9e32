"""What a person probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """Return the known word that is nearest to what was typed, regardless of case, or None."""
    by_folded = {word.casefold(): word for word in known}
    folded = typed.strip().casefold()
    close = get_close_matches(folded, by_folded, n=1, cutoff=0.6)
    if close:
        return by_folded[close[0]]
    within = [word for key, word in by_folded.items() if len(folded) > 2 and folded in key]  # noqa: PLR2004 - letters
    return min(within, key=len, default=None)


def real_names(typed: Iterable[str], known: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    """Split what was typed into names that exist (as they are spelled) and {unknown: nearest or ""}."""
    names = dict.fromkeys(known)
    by_folded = {name.casefold(): name for name in names}
    found: list[str] = []
    unknown: dict[str, str] = {}
    for word in typed:
        name = word if word in names else by_folded.get(word.casefold())
        if name is None:
            unknown[word] = nearest(word, names) or ""
        elif name not in found:
            found.append(name)
    return found, unknown

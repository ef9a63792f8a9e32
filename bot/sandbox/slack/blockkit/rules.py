"""A small language for saying what JSON may look like, with findings in Slack's own words.

A rule is a function of (value, pointer, findings); it adds what is wrong and returns nothing.
"""

import re
from collections.abc import Callable, Mapping, Sequence

Findings = list[str]
Rule = Callable[[object, str, Findings], None]
Extra = Callable[[dict[str, object], str, Findings], None]


def find(findings: Findings, words: str, pointer: str) -> None:
    """Add a finding the way Slack words it: the sentence, then where."""
    findings.append(f"[ERROR] {words} [json-pointer:{pointer}]")


def text(limit: int, *, least: int = 1) -> Rule:
    """Allow a string of `least` to `limit` characters."""

    def check(value: object, pointer: str, findings: Findings) -> None:
        if not isinstance(value, str):
            find(findings, "must provide a string", pointer)
        elif len(value) > limit:
            find(findings, f"must be less than {limit + 1} characters", pointer)
        elif len(value) < least:
            find(findings, f"must be more than {least - 1} characters", pointer)

    return check


def matching(pattern: str, words: str, limit: int = 3000) -> Rule:
    """Allow a string that fits a pattern; `words` say what it should have been."""
    compiled = re.compile(pattern)
    length = text(limit)

    def check(value: object, pointer: str, findings: Findings) -> None:
        length(value, pointer, findings)
        if isinstance(value, str) and not compiled.fullmatch(value):
            find(findings, words, pointer)

    return check


def flag(value: object, pointer: str, findings: Findings) -> None:
    """Allow true or false."""
    if not isinstance(value, bool):
        find(findings, "must provide a boolean", pointer)


def whole(least: int, most: int) -> Rule:
    """Allow a whole number between two others, both included."""

    def check(value: object, pointer: str, findings: Findings) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            find(findings, "must provide an integer", pointer)
        elif not least <= value <= most:
            find(findings, f"must be between {least} and {most}", pointer)

    return check


def number(value: object, pointer: str, findings: Findings) -> None:
    """Allow a number of any kind."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        find(findings, "must provide a number", pointer)


def among(*allowed: str) -> Rule:
    """One of a few words."""

    def check(value: object, pointer: str, findings: Findings) -> None:
        if value not in allowed:
            find(findings, f"must be one of: {', '.join(allowed)}", pointer)

    return check


def array(rule: Rule, *, least: int = 0, most: int | None = None) -> Rule:
    """Allow a list whose every entry fits `rule`."""

    def check(value: object, pointer: str, findings: Findings) -> None:
        if not isinstance(value, list):
            find(findings, "must provide an array", pointer)
            return
        if most is not None and len(value) > most:
            find(findings, f"no more than {most} items allowed", pointer)
        if len(value) < least:
            find(findings, f"no fewer than {least} items allowed", pointer)
        for index, entry in enumerate(value):
            rule(entry, f"{pointer}/{index}", findings)

    return check


def record(
    required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None, also: Sequence[Extra] = ()
) -> Rule:
    """Allow an object with these keys and no others; `also` looks at keys that depend on each other."""
    known = {**required, **(optional or {})}

    def check(value: object, pointer: str, findings: Findings) -> None:
        if not isinstance(value, dict):
            find(findings, "must provide an object", pointer)
            return
        missing = [key for key in required if value.get(key) is None]
        unknown = [key for key in value if key not in known]
        for words, keys in (("missing required field", missing), ("invalid additional property", unknown)):
            for key in keys:
                find(findings, f"{words}: {key}", pointer)
        for key, rule in known.items():
            if value.get(key) is not None:  # Slack reads null as absent
                rule(value[key], f"{pointer}/{key}", findings)
        for extra in also:
            extra(value, pointer, findings)

    return check


def by_type(rules: Mapping[str, Rule]) -> Rule:
    """Allow an object whose `type` says which rule holds; every other type is refused."""

    def check(value: object, pointer: str, findings: Findings) -> None:
        if not isinstance(value, dict):
            find(findings, "must provide an object", pointer)
            return
        kind = value.get("type")
        if kind is None:
            find(findings, "missing required field: type", pointer)
        elif not isinstance(kind, str) or kind not in rules:
            find(findings, f"unsupported type: {kind}", f"{pointer}/type")
        else:
            rules[kind](value, pointer, findings)

    return check


def either(first: str, second: str) -> Extra:
    """Exactly one of two keys."""

    def check(value: dict[str, object], pointer: str, findings: Findings) -> None:
        given = [key for key in (first, second) if value.get(key) is not None]
        if not given:
            find(findings, f"missing required field: {first}", pointer)
        elif len(given) > 1:
            find(findings, f"only one of {first} and {second} may be given", pointer)

    return check


def at_least_one(*keys: str) -> Extra:
    """One or more of some keys."""

    def check(value: dict[str, object], pointer: str, findings: Findings) -> None:
        if all(value.get(key) is None for key in keys):
            find(findings, f"missing required field: {keys[0]}", pointer)

    return check


def literal(kind: str) -> Mapping[str, Rule]:
    """Give the `type` key of a record that is always the same."""
    return {"type": among(kind)}

"""The picker of time zones."""

from __future__ import annotations

from zoneinfo import available_timezones

from bot.views.forms.timezone import timezone_options, timezone_question


def found(typed: str) -> list[str]:
    """Type something, and read what is offered."""
    return [option.value for option in timezone_options(available_timezones(), typed) if option.value]


def test_a_city_is_found_as_people_type_it() -> None:
    """Nobody types an underscore, and the city comes after the continent."""
    assert found("berlin") == ["Europe/Berlin"]
    assert "America/New_York" in found("new york")
    assert found("utc")[0] == "UTC"
    assert found("atlantis") == []
    assert len(found("")) == 100


def test_the_question_starts_from_what_was_chosen() -> None:
    """Somebody who changes a watch does not look for their city again."""
    element = timezone_question("America/New_York").to_dict()["element"]
    assert element["initial_option"]["value"] == "America/New_York"
    assert element["initial_option"]["text"]["text"] == "America/New York"

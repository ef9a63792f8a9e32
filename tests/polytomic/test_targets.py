"""A destination's settings, from whatever Polytomic says of it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import Field, FieldKind
from bot.polytomic import targets

HOME_GROWN = {
    "schema": {"default": "", "items": None, "required": False},
    "mirror_schemas": {"default": False, "items": None, "required": False},
    "advanced": {"items": {"truncate_existing": {"default": False}, "table_prefix": {"default": ""}}},
}
DRAFT_4 = {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "$ref": "#/definitions/Configuration",
    "definitions": {
        "Configuration": {
            "type": "object",
            "required": ["dataset"],
            "properties": {
                "dataset": {"type": "string"},
                "advanced": {"$ref": "#/definitions/Advanced"},
                "retries": {"type": "integer", "default": 3, "title": "Retries"},
                "again": {"$ref": "#/definitions/Configuration"},
            },
        },
        "Advanced": {"type": "object", "properties": {"hard_deletes": {"type": "boolean"}}},
    },
}


SAID = "$ref #/definitions/a definitions a properties items type enum required default string boolean array"
WORDS = st.sampled_from([*SAID.split(), "object", "value", "label", "schema", "advanced"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=300)
ANY_JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(WORDS | st.text(), inner, max_size=8),
    max_leaves=40,
)


def by_name(configuration: Any, type_id: str = "snowflake") -> dict[str, Field]:
    """Read the settings, by name."""
    return {field.name: field for field in targets.fields(configuration, type_id)}


def test_polytomics_own_form_is_read() -> None:
    """Nested settings have dotted names, known ones have words, and only the place is not advanced."""
    found = by_name(HOME_GROWN)
    assert list(found) == ["schema", "mirror_schemas", "advanced.table_prefix", "advanced.truncate_existing"]
    assert found["advanced.truncate_existing"].title == "Truncate tables before writing"
    assert [field.name for field in found.values() if not field.is_advanced] == ["schema"]


def test_a_json_schema_with_references_is_read() -> None:
    """Draft-04 with definitions, one of which contains itself: read as far as a form can go."""
    found = by_name(DRAFT_4, "bigquery")
    assert found["dataset"].required
    assert found["advanced.hard_deletes"].kind is FieldKind.TOGGLE
    assert (found["retries"].kind, found["retries"].default) == (FieldKind.NUMBER, 3)
    assert found["retries"].is_advanced


def test_what_is_unknown_and_required_is_not_hidden() -> None:
    """A setting without which nothing can be created must be seen."""
    found = by_name({"bucket_class": {"default": "", "required": True}, "colour": {"default": ""}})
    assert [found["bucket_class"].is_advanced, found["colour"].is_advanced] == [False, True]
    assert found["bucket_class"].title == "bucket_class"


@pytest.mark.parametrize("answer", [None, [], "text", 3, {}, {"properties": []}, {"schema": 5}])
@pytest.mark.parametrize(
    ("type_id", "first"),
    [("snowflake", "schema"), ("bigquery", "dataset"), ("s3", "format"), ("brand_new", "schema")],
)
def test_what_makes_no_sense_gives_the_documented_settings(answer: Any, type_id: str, first: str) -> None:
    """A malformed answer is no dead end."""
    assert next(iter(by_name(answer, type_id))) == first


@given(ANY_JSON)
def test_no_answer_breaks_the_form(answer: Any) -> None:
    """Whatever JSON comes: questions, each with a name of its own that Slack can carry, and no error."""
    found = targets.fields(answer, "snowflake")
    names = [field.name for field in found]
    assert found
    assert len(names) == len(set(names)) <= targets.MOST_ASKED
    assert max(map(len, names)) <= targets.LONGEST_NAME


def test_settings_are_nested_as_polytomic_wants_them() -> None:
    """Dots are ours; Polytomic wants objects within objects."""
    settings = {"schema": "X", "advanced.table_prefix": "p_", "advanced.hard_deletes": True}
    nested = targets.configuration(settings)
    assert nested == {"schema": "X", "advanced": {"table_prefix": "p_", "hard_deletes": True}}


def test_what_was_left_at_its_default_is_not_sent() -> None:
    """Only decisions are sent; where the rows go is one, even where it is as usual."""
    asked = targets.fields(None, "snowflake")
    left = {"schema": "X", "advanced.table_prefix": "", "advanced.hard_deletes": False, "gone": "y"}
    assert targets.chosen(asked, left) == {"schema": "X"}
    assert targets.chosen(asked, left | {"advanced.hard_deletes": True}) == {
        "schema": "X",
        "advanced.hard_deletes": True,
    }
    assert targets.chosen(targets.fields(None, "s3"), {"format": "csv", "subfolder": ""}) == {"format": "csv"}

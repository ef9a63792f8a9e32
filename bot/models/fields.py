"""One question of a form that is made from what Polytomic says of a connection type or a destination."""

from __future__ import annotations

from enum import StrEnum

from bot.models.base import Value

Plain = str | bool | int | float | tuple[str, ...]
"""An answer that may be kept and shown again; a secret never is one."""


MAX_LISTED = 30
"""How many choices a form lists; of more it offers those that fit what is typed."""


class FieldKind(StrEnum):
    """How a form field is asked for."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"  # a whole number
    DECIMAL = "decimal"
    TOGGLE = "toggle"
    CHOICE = "choice"
    CHOICES = "choices"  # several of `choices`
    LINES = "lines"  # a list of texts, one in each line
    PAIRS = "pairs"  # a list of {name, value}, one "name: value" in each line
    JSON = "json"  # anything else, as JSON
    LOOKUP = "lookup"  # Polytomic knows the values: `parameter_values`


class Rule(Value):
    """A condition for a field to be asked: another field's answer is one of these values."""

    field: str
    values: tuple[str | bool, ...]


class Field(Value):
    """One question of a form."""

    name: str  # the path in the configuration, dotted where it is nested: "auth.basic.username"
    title: str
    kind: FieldKind
    secret: bool = False  # what is typed must never be kept or shown
    required: bool = False
    hint: str = ""
    example: str = ""
    default: Plain | None = None
    choices: tuple[tuple[str, str], ...] = ()  # (value, label), for CHOICE and CHOICES
    rules: tuple[Rule, ...] = ()  # all of them must hold
    is_ruling: bool = False  # other fields' rules name it, so the form is drawn again when it changes
    is_sent: bool = True  # False: it only rules others, and is no setting of its own
    is_advanced: bool = False  # asked for behind "Advanced" only
    at: tuple[str, ...] = ()  # the path in the configuration where `name` does not tell it
    json_type: str = ""  # what JSON Schema calls the value, where `kind` does not tell it
    item_type: str = ""  # the same for each item of a list
    columns: tuple[str, str] = ("name", "value")  # what the two halves of PAIRS are called
    check: str = ""  # the rule for what is typed, as `forms` names it

    @property
    def path(self) -> tuple[str, ...]:
        """Where the value stands in the configuration."""
        return self.at or tuple(self.name.split("."))

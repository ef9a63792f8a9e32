"""What the bot knows, as plain values: people, setups, runs, and what a person sees next."""

from bot.models.answers import (
    ConnectionAnswers,
    EndAnswer,
    EndsAnswers,
    ObjectsAnswers,
    PlanAnswers,
    WayAnswers,
)
from bot.models.base import Person, Problem, Value
from bot.models.fields import MAX_LISTED, Field, FieldKind, Plain, Rule
from bot.models.plans import WEEKDAYS, End, Frequency, ObjectChoice, Objects, Plan, Schedule, Side, Way
from bot.models.runs import Post, Run, RunState
from bot.models.setups import FieldChoice, Question, SecurePage, Setup, State, Wish
from bot.models.steps import (
    ChooseEnds,
    ChooseType,
    ConnectionForm,
    Done,
    Existing,
    FormError,
    ObjectsForm,
    PlanForm,
    Step,
    WaitForPage,
    WayForm,
)

__all__ = [
    "MAX_LISTED",
    "WEEKDAYS",
    "ChooseEnds",
    "ChooseType",
    "ConnectionAnswers",
    "ConnectionForm",
    "Done",
    "End",
    "EndAnswer",
    "EndsAnswers",
    "Existing",
    "Field",
    "FieldChoice",
    "FieldKind",
    "FormError",
    "Frequency",
    "ObjectChoice",
    "Objects",
    "ObjectsAnswers",
    "ObjectsForm",
    "Person",
    "Plain",
    "Plan",
    "PlanAnswers",
    "PlanForm",
    "Post",
    "Problem",
    "Question",
    "Rule",
    "Run",
    "RunState",
    "Schedule",
    "SecurePage",
    "Setup",
    "Side",
    "State",
    "Step",
    "Value",
    "WaitForPage",
    "Way",
    "WayAnswers",
    "WayForm",
    "Wish",
]

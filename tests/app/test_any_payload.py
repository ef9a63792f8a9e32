"""Whatever comes in, nothing breaks and nobody waits in vain.

Random slash texts, payloads with parts taken out, of another type, huge or odd, and any answers of any form, through
Bolt in both modes. Longer: `pytest tests/app/test_any_payload.py --hypothesis-profile="long"`.
"""

from __future__ import annotations

import copy
import logging
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from builders import a_setup, an_end
from dispatching import Answered, Dispatcher, dispatcher
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from bot import listeners
from bot.app.entrance import HTTP, SOCKET
from bot.listeners.commands import WISHES
from bot.models import Person
from bot.views.ids import Action, Block
from bot.views.meta import Meta

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

MODES = st.sampled_from([SOCKET, HTTP])
ODD = ["", "\x00", "\ud800", "\u202e\u200f", "💥" * 40, "a" * 20_000, "'; DROP TABLE setups; --", "<!channel>", '"']
TEXTS = st.one_of(st.text(max_size=40), st.sampled_from(ODD))
WORDS = st.one_of(st.sampled_from([*WISHES, "salesforce", "snowflake", "all"]), TEXTS)
ODD_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 10**12),
    TEXTS,
    st.just([]),
    st.just({}),
    st.just([None]),
    st.just({"id": 3}),
    st.just({"value": None}),
)
LINKS = {Action.SIGN_IN, Action.OPEN_IN_POLYTOMIC}  # Slack opens them by itself
ANSWERS = st.one_of(
    st.builds(lambda text: {"type": "plain_text_input", "value": text}, TEXTS),
    st.builds(lambda text: {"type": "static_select", "selected_option": {"value": text}}, TEXTS),
    st.builds(lambda text: {"type": "checkboxes", "selected_options": [{"value": text}]}, TEXTS),
    st.builds(lambda text: {"type": "number_input", "value": text}, TEXTS),
    st.just({"type": "conversations_select", "selected_conversation": "C404"}),
    ODD_VALUES,
)
STATES = st.dictionaries(
    st.one_of(st.sampled_from([*Block, "field:domain", "secret:password", "setting:schema"]), TEXTS),
    st.one_of(st.dictionaries(TEXTS, ANSWERS, min_size=1, max_size=1), ODD_VALUES),
    max_size=6,
)
Json = dict[str, Any]


@pytest.fixture
async def bot(database_url: str) -> AsyncIterator[Dispatcher]:
    """Build the bot so that it takes payloads in both modes."""
    async with dispatcher(database_url) as made:
        yield made


def quick(examples: int) -> Any:
    """Try this many examples, the same ones in each run."""
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

"""Whatever comes in, nothing breaks and nobody waits in vain.

Random slash texts, payloads with parts taken out, of another type, huge or odd, and any answers of any form,
through Bolt in both modes. Longer: `pytest tests/app/test_any_payload.py --hypothesis-profile long`.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from builders import a_setup, an_end
from dispatching import Answered, Dispatcher, dispatcher
from hypothesis import HealthCheck, Phase, given, settings
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
ODD = [
    "",
    "\x00",
    "\ud800",
    "\u202e\u200f",
    "💥" * 40,
    "a" * 20_000,
    "'; DROP TABLE setups; --",
    "<!channel>",
    '"',
]
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
# Slack opens a link by itself, the poller edits a setup's card, and a form that is not known any more stays.
ANSWERED_ELSEWHERE = {
    Action.SIGN_IN,
    Action.OPEN_IN_POLYTOMIC,
    Action.NEW_LINK,
    Action.CANCEL_SETUP,
    Action.RETRY_SETUP,
    Action.ANNOUNCE,
    Action.EDIT_FREQUENCY,
}
ADDRESSES = {"user", "user_id", "response_url", "view", "channel_id"}  # where the answer goes
ANSWERS = st.one_of(
    st.builds(lambda text: {"type": "plain_text_input", "value": text}, TEXTS),
    st.builds(lambda text: {"type": "static_select", "selected_option": {"value": text}}, TEXTS),
    st.builds(lambda text: {"type": "checkboxes", "selected_options": [{"value": text}]}, TEXTS),
    st.builds(lambda text: {"type": "number_input", "value": text}, TEXTS),
    st.just({"type": "conversations_select", "selected_conversation": "C404"}),
    st.dictionaries(st.sampled_from(["type", "value", "selected_option", "selected_options"]), ODD_VALUES),
)
STATES = st.dictionaries(
    st.one_of(st.sampled_from([*Block, "field:domain", "secret:password", "setting:schema"]), TEXTS),
    st.dictionaries(TEXTS, ANSWERS, min_size=1, max_size=1),
    max_size=6,
)
NUMBERS = st.integers(0, 10**6)
Json = dict[str, Any]


@pytest.fixture
async def bot(database_url: str) -> AsyncIterator[Dispatcher]:
    """Build the bot so that it takes payloads in both modes."""
    async with dispatcher(database_url) as made:
        yield made


def quick(examples: int) -> Any:
    """Try this many examples, the same ones in each run; with the profile `long`, many and new ones."""
    if settings.get_current_profile_name() == "long":
        return settings(max_examples=100 * examples, suppress_health_check=list(HealthCheck))
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def check(answered: Answered, payload: Json, *, is_whole: bool) -> None:
    """Make sure that the request was acknowledged, and that somebody reads something."""
    status, kind = answered.ack.status, payload.get("type", "command")
    assert status in ({200} if is_whole else {200, 400}), (status, answered.ack.body, payload)
    if status != 200 or kind in {"event_callback", "view_closed"}:
        return
    if kind in {"block_suggestion", "view_submission"}:
        assert answered.ack.body or answered.calls or payload["view"]["callback_id"] == "fields", payload
    elif not is_answered_elsewhere(payload):
        assert answered.calls, payload.get("actions", payload)


def is_answered_elsewhere(payload: Json) -> bool:
    """Tell whether nothing needs to be said at once."""
    first = payload.get("actions", [{}])[0]
    return str(first.get("action_id", "")).partition(":")[0] in ANSWERED_ELSEWHERE


def check_log(caplog: pytest.LogCaptureFixture, *unwanted: str) -> None:
    """Make sure that the log tells of nothing of the kind, and begin it anew."""
    found = [one for one in caplog.records if any(words in one.getMessage() for words in unwanted)]
    assert not found, [(one.getMessage(), one.exc_info) for one in found]
    assert not [one for one in caplog.records if one.name == "asyncio"]
    caplog.clear()


SILENCE, BUG = "Could not tell the person", "Bug "


async def an_open_setup(bot: Dispatcher) -> tuple[str, Json]:
    """Let the first member have a setup and a modal; returns the modal and what it carries."""
    me = Person(team_id=bot.team, user_id=bot.ana)
    begun = a_setup(me, source=an_end(), destination=an_end(type="snowflake", type_name="Snowflake"))
    setup = await bot.kept.setups.add(begun)
    meta = Meta(setup_id=setup.id, side="source", type="salesforce", object_id="Account", sync_id="s1")
    view = {"id": await bot.open_view(), "type": "modal", "hash": "1", "private_metadata": meta.dump()}
    return str(setup.id), {**view, "title": {"type": "plain_text", "text": "A form"}, "blocks": []}


async def payloads(bot: Dispatcher) -> list[Json]:
    """Make one whole payload of every kind that is listened to."""
    setup_id, view = await an_open_setup(bot)
    common, found = bot.common, [bot.command("help"), bot.command("setups")]
    place = {"message": {"ts": "1.1"}, "channel": {"id": "C1"}, "response_url": bot.response_url()}
    shown = {**view, "callback_id": "plan", "state": {"values": {}}}
    for name in listeners.ACTIONS:
        action = {"type": "button", "action_id": name, "block_id": "b", "value": setup_id}
        action["selected_option"] = {"value": f"test:{setup_id}"}
        found += [{**common("block_actions"), **place, "actions": [action]}]
        found += [{**common("block_actions"), "view": shown, "actions": [action]}]
    for name in listeners.OPTIONS:
        asked = {"action_id": name, "block_id": "field:domain", "value": "a", "view": shown}
        found.append({**common("block_suggestion"), **asked})
    for name in listeners.SUBMISSIONS:
        found.append({**common("view_submission"), "view": {**shown, "callback_id": name}})
    found.append({**common("view_closed"), "view": shown})
    for name in listeners.SHORTCUTS:
        shortcut = {"callback_id": name, **place}
        found.append({**common("message_action" if name == "watch_sync" else "shortcut"), **shortcut})
    opened = {"type": "app_home_opened", "user": bot.ana, "tab": "home"}
    link = {"type": "link_shared", "user": bot.ana, "channel": "C1", "message_ts": "1.1", "links": []}
    for event in (opened, link, {"type": "team_join", "user": bot.ana}):
        found.append({"type": "event_callback", "team_id": bot.team, "event": event})
    return found


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List the way to every part of a payload."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [step for key, part in inner for step in ((*way, key), *places(part, (*way, key)))]


def change(payload: Json, way: tuple[Any, ...], new: Any) -> Json:
    """Put something else at one place; nothing at all for Ellipsis."""
    changed = copy.deepcopy(payload)
    inside: Any = changed
    for key in way[:-1]:
        inside = inside[key]
    if new is ...:
        del inside[way[-1]]
    else:
        inside[way[-1]] = new
    return changed


@quick(60)
@given(text=st.lists(WORDS, max_size=4).map(" ".join), mode=MODES)
async def test_any_words_after_the_command_are_answered(
    bot: Dispatcher, caplog: pytest.LogCaptureFixture, text: str, mode: str
) -> None:
    """Whatever somebody types or pastes, they read something, and it is never a bug."""
    payload = bot.command(text)
    check(await bot.send(payload, mode), payload, is_whole=True)
    check_log(caplog, SILENCE, BUG)


@quick(120)
@given(which=NUMBERS, where=NUMBERS, new=st.one_of(st.just(...), ODD_VALUES), mode=MODES)
async def test_a_payload_of_another_shape_is_answered_or_refused(
    bot: Dispatcher, caplog: pytest.LogCaptureFixture, which: int, where: int, new: Any, mode: str
) -> None:
    """A newer Slack, a proxy, a forger: a part that is missing or odd neither breaks nor silences the bot."""
    known = await payloads(bot)
    payload = known[which % len(known)]
    ways = places(payload)
    way = ways[where % len(ways)]
    changed = change(payload, way, new)
    check(await bot.send(changed, mode), changed, is_whole=False)
    check_log(caplog, *([] if way[0] in ADDRESSES else [SILENCE]))


@quick(60)
@given(which=NUMBERS, state=STATES, mode=MODES)
async def test_any_answers_of_any_form_are_answered(
    bot: Dispatcher, caplog: pytest.LogCaptureFixture, which: int, state: Json, mode: str
) -> None:
    """A form of yesterday's version sends answers that today's does not know."""
    forms = [one for one in await payloads(bot) if "view" in one]
    payload = change(forms[which % len(forms)], ("view", "state"), {"values": state})
    check(await bot.send(payload, mode), payload, is_whole=True)
    check_log(caplog, SILENCE)


async def test_every_whole_payload_is_taken(bot: Dispatcher, caplog: pytest.LogCaptureFixture) -> None:
    """What the tests above change is, unchanged, something that the bot takes, in either mode."""
    for number, payload in enumerate(await payloads(bot)):
        check(await bot.send(payload, (SOCKET, HTTP)[number % 2]), payload, is_whole=True)
    check_log(caplog, SILENCE)


async def test_what_no_version_knows_is_answered_in_words(bot: Dispatcher) -> None:
    """A button that this version does not have any more gets a sentence, not Slack's warning sign."""
    action = {"type": "button", "action_id": "of_yesterday", "block_id": "b", "value": "1"}
    clicked = {**bot.common("block_actions"), "actions": [action], "response_url": bot.response_url()}
    assert "another version" in (await bot.send(clicked)).words
    _, view = await an_open_setup(bot)
    form = {**view, "callback_id": "of_yesterday", "state": {"values": {}}}
    assert "another version" in (await bot.send({**bot.common("view_submission"), "view": form})).words
    shortcut = {**bot.common("shortcut"), "callback_id": "of_yesterday"}
    assert "another version" in (await bot.send(shortcut)).words

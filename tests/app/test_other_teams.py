"""Every button, menu and form that carries a row's id, used by somebody whom the row does not belong to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from builders import a_plan, a_setup, an_end
from dispatching import Dispatcher, dispatcher

from bot import listeners
from bot.models import Person, State, Watch
from bot.views.ids import Action, Block, Callback
from bot.views.meta import Meta

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.models import Setup

REFUSED = ("belongs to somebody else", "belongs to another Slack workspace", "was stopped already")
OF_SETUP = "setup"
OF_WATCH = "watch"

# Which row an element's value names.
IN_VALUE: dict[str, str] = {
    Action.NEW_LINK: OF_SETUP,
    Action.RETRY_SETUP: OF_SETUP,
    Action.ANNOUNCE: OF_SETUP,
    Action.CONTINUE_SETUP: OF_SETUP,
    Action.PICK_OBJECTS: OF_SETUP,
    Action.CANCEL_SETUP: OF_SETUP,
    Action.USE_SUGGESTIONS: OF_SETUP,
    Action.FILL_IN_HERE: OF_SETUP,
    Action.USE_FOUND: OF_SETUP,
    Action.RUN_NOW: OF_SETUP,
    Action.MUTE_WATCH: OF_WATCH,
    Action.STOP_WATCH: OF_WATCH,
    Action.MANAGE_WATCH: OF_WATCH,
}
# Elements of a form whose private_metadata names a setup.
IN_VIEW = {
    Action.USE_EXISTING,
    Action.CHOOSE_SETTING,
    Action.CHOOSE_OBJECTS,
    Action.CHOOSE_FREQUENCY,
    Action.SHOW_ADVANCED,
    Action.CHOOSE_FIELDS,
    Action.RESET_FIELDS,
    Action.CHANGE_PLAN,
}
# These name nothing of ours: what is Polytomic's is everybody's here, and lists are drawn for whoever asks.
NO_ROW = {
    Action.NEW_SYNC,
    Action.SIGN_IN,
    Action.OPEN_IN_POLYTOMIC,
    Action.NEW_CONNECTION,
    Action.RECONNECT,
    Action.LIST_CONNECTIONS,
    Action.BACK_TO_CONNECTIONS,
    Action.MANAGE_CONNECTION,
    Action.PREVIOUS_PAGE,
    Action.NEXT_PAGE,
    Action.DIGEST,
    Action.LIST_SYNCS,
    Action.MANAGE_SYNC,
    Action.BACK_TO_SYNCS,
    Action.PREVIOUS_SYNCS,
    Action.NEXT_SYNCS,
    Action.EDIT_FREQUENCY,
    Action.CHANGE_EDIT,
    Action.EXECUTION_LOGS,
}
CHOSEN = {"type": "static_select", "selected_option": {"value": "new:snowflake"}}
SOURCE = {"type": "static_select", "selected_option": {"value": "new:salesforce"}}
ALL = {"type": "radio_buttons", "selected_option": {"value": "all"}}
CHANNEL = {"type": "conversations_select", "selected_conversation": "C1"}


def typed(value: str) -> dict[str, Any]:
    """Make the answer of a text field."""
    return {"type": "plain_text_input", "value": value}


SUBMITTED: dict[str, dict[str, dict[str, Any]]] = {
    Callback.ENDS: {Block.SOURCE: SOURCE, Block.DESTINATION: CHOSEN},
    Callback.TYPE: {Block.TYPE: CHOSEN},
    Callback.WAY: {},
    Callback.CONNECTION: {
        Block.CONNECTION_NAME: typed("Mine"),
        "field:domain": typed("https://example.my.salesforce.com"),
    },
    Callback.PLAN: {
        Block.NAME: typed("Mine"),
        Block.CHOICE: ALL,
        Block.MODE: {"type": "static_select", "selected_option": {"value": "replicate"}},
        Block.FREQUENCY: {"type": "static_select", "selected_option": {"value": "manual"}},
        Block.CHANNEL: CHANNEL,
    },
    Callback.OBJECTS: {Block.CHOICE: ALL},
    Callback.FIELDS: {},
    Callback.SUMMARY: {},
    Callback.WATCH: {
        Block.TELLS: {"type": "checkboxes", "selected_options": [{"value": "failures"}]},
        Block.AFTER_FAILURES: typed("1"),
    },
}
SUBMITTED_WITHOUT_ROW = {
    Callback.DELETE_CONNECTION,
    Callback.RUN_SYNC,
    Callback.PAUSE_SYNC,
    Callback.CANCEL_RUN,
    Callback.EDIT_SYNC,
    Callback.REVIEW_EDIT,
    Callback.DIGEST,
}


@pytest.fixture
async def bot(database_url: str) -> AsyncIterator[Dispatcher]:
    """Build the bot."""
    async with dispatcher(database_url) as made:
        yield made


class Rows:
    """A setup and a watch of somebody else's, as they were."""

    def __init__(self, bot: Dispatcher, owner: Person) -> None:
        self._bot = bot
        plan = a_plan()
        self.setup: Setup = a_setup(
            owner,
            state=State.CREATED,
            sync_id="sync-1",
            plan=plan,
            source=an_end("connection-1"),
            destination=an_end("connection-2"),
        )
        now = datetime.now(UTC)
        self.watch = Watch(
            id=uuid4(), asked_by=owner, channel_id="C9", sync_id="s1", sync_name="S", created_at=now
        )

    async def add(self) -> Rows:
        """Write them, and remember how they stand then."""
        self.setup = await self._bot.kept.setups.add(self.setup)
        self.watch = await self._bot.kept.watches.add(self.watch)
        return self

    async def are_untouched(self) -> bool:
        """Tell whether both are as they were, and nothing runs."""
        kept = self._bot.kept
        is_same = await kept.setups.get(self.setup.id) == self.setup
        return is_same and await kept.watches.get(self.watch.id) == self.watch and not await self._runs()

    async def _runs(self) -> bool:
        return await self._bot.kept.runs.of_sync("sync-1") is not None

    def meta(self) -> str:
        """Write the private_metadata of a form about them."""
        return Meta(
            setup_id=self.setup.id,
            side="source",
            type="salesforce",
            object_id="Account",
            watch_id=self.watch.id,
            version=self.watch.version,
            sync_id="s1",
            channel_id="C9",
        ).dump()


def test_every_action_and_form_is_thought_of() -> None:
    """A new button must be placed above: whether it carries a row's id decides who may press it."""
    assert set(listeners.ACTIONS) == set(IN_VALUE) | IN_VIEW | NO_ROW
    assert set(listeners.SUBMISSIONS) == set(SUBMITTED) | SUBMITTED_WITHOUT_ROW


async def test_a_row_of_somebody_else_is_never_acted_on(bot: Dispatcher) -> None:
    """A forwarded card, a guessed id, a modal of another team: refused in words, and nothing changed."""
    for owner in (Person(team_id="T0OTHER", user_id=bot.ana), Person(team_id="T0OTHER", user_id="U0BEN")):
        rows = await Rows(bot, owner).add()
        for name, payload in await payloads(bot, rows):
            answered = await bot.send(payload)
            assert answered.ack.status == 200, name
            assert any(words in answered.words for words in REFUSED), (name, answered.words)
            assert await rows.are_untouched(), name
        await bot.kept.setups.delete(rows.setup.id)
        await bot.kept.watches.delete(rows.watch.id)


async def test_a_colleague_s_setup_is_not_mine_but_its_sync_is_everybody_s(bot: Dispatcher) -> None:
    """Within a team the setup is its requester's alone, while whoever reads the announcement may run it."""
    rows = await Rows(bot, Person(team_id=bot.team, user_id="U0BEN")).add()
    for name, payload in await payloads(bot, rows):
        if name in {Action.RUN_NOW, Callback.WATCH} or IN_VALUE.get(name) == OF_WATCH:
            continue
        answered = await bot.send(payload)
        assert REFUSED[0] in answered.words, (name, answered.words)
        assert await rows.are_untouched(), name
    run_now = dict(await payloads(bot, rows))[Action.RUN_NOW]
    assert (await bot.send(run_now)).ack.status == 200
    assert not await rows.are_untouched()


async def payloads(bot: Dispatcher, rows: Rows) -> list[tuple[str, dict[str, Any]]]:
    """Make one payload of each kind about these rows."""
    view_id = await bot.open_view()
    view = {"id": view_id, "type": "modal", "hash": "1", "private_metadata": rows.meta(), "blocks": []}
    title = {"type": "plain_text", "text": "A form"}
    found: list[tuple[str, dict[str, Any]]] = []
    for name in sorted(IN_VIEW):
        shown = {**view, "title": title, "callback_id": "plan", "state": {"values": {}}}
        clicked = {"view": shown, "actions": [action(name, "Account")]}
        found.append((name, {**bot.common("block_actions", view_id=view_id), **clicked}))
    for name, kind in IN_VALUE.items():
        row_id = rows.setup.id if kind == OF_SETUP else rows.watch.id
        value = f"stop:{row_id}" if name == Action.MANAGE_WATCH else str(row_id)
        message = {
            "message": {"ts": "1.1", "text": ""},
            "channel": {"id": "C9"},
            "response_url": bot.response_url(),
        }
        found.append((name, {**bot.common("block_actions"), **message, "actions": [action(name, value)]}))
    for name, answers in SUBMITTED.items():
        values = {block: {"answer": answer} for block, answer in answers.items()}
        shown = {**view, "title": title, "callback_id": name, "state": {"values": values}}
        found.append((name, {**bot.common("view_submission"), "view": shown}))
    return found


def action(name: str, value: str) -> dict[str, Any]:
    """Make a click or a choice."""
    option = {"value": value, "text": {"type": "plain_text", "text": "Chosen"}}
    return {
        "type": "button",
        "action_id": name,
        "block_id": "b",
        "value": value,
        "selected_option": option,
        "action_ts": "1.1",
    }

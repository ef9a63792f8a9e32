from __future__ import annotations

from typing import TYPE_CHECKING

from bot import listeners
from bot.manifest import manifest
from bot.views.ids import Action, Callback

if TYPE_CHECKING:
    from typing import Any

READ_ON_SUBMIT = {Action.ANSWER}
ASKS_NOTHING = {
    Callback.LOADING,
    Callback.CHECKING,
    Callback.PROBLEM,
    Callback.DONE,
    Callback.HOME,
    Callback.WAITING,
    Callback.CONNECTIONS,
    Callback.SYNCS,
    Callback.WATCHES,
}


def features() -> dict[str, Any]:
    """Return what the manifest promises to people."""
    found: dict[str, Any] = manifest()["features"]
    return found


def test_every_command_of_the_manifest_is_listened_to() -> None:
    """A command without a listener answers people with dispatch_failed."""
    assert len(features()["slash_commands"]) == len(listeners.COMMANDS)
    assert listeners.commands.WISHES.keys() <= set(features()["slash_commands"][0]["usage_hint"].split())


def test_every_shortcut_of_the_manifest_is_listened_to() -> None:
    """A shortcut without a listener does nothing, and a listener without a shortcut is never called."""
    assert {shortcut["callback_id"] for shortcut in features()["shortcuts"]} == set(listeners.SHORTCUTS)


def test_every_event_of_the_manifest_is_listened_to() -> None:
    """Slack sends no event that the manifest does not name, and sends one nobody wants again and again."""
    events = manifest(unfurl="app.polytomic.com")["settings"]["event_subscriptions"]["bot_events"]
    assert set(events) == set(listeners.EVENTS)


def test_every_id_that_a_view_can_send_is_listened_to() -> None:
    """Slack shows a warning sign on a button that nobody acknowledges."""
    assert set(Action) - READ_ON_SUBMIT == set(listeners.ACTIONS) | set(listeners.OPTIONS)
    assert set(Callback) - ASKS_NOTHING == set(listeners.SUBMISSIONS) | set(listeners.SHORTCUTS)

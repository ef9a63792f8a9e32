"""Every id that Slack sends back: what was clicked, which form it was, which question was answered."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


class Action(StrEnum):
    """What a person did: the action_id of a button or of a choice that is sent at once."""

    NEW_SYNC = "new_sync"
    SIGN_IN = "sign_in"
    NEW_LINK = "new_link"
    RETRY_SETUP = "retry_setup"
    CONTINUE_SETUP = "continue_setup"
    CANCEL_SETUP = "cancel_setup"
    PICK_OBJECTS = "pick_objects"
    USE_SUGGESTIONS = "use_suggestions"
    ANNOUNCE = "announce"
    RUN_NOW = "run_now"
    EXECUTION_LOGS = "execution_logs"  # "<sync id>:<execution id>"
    OPEN_IN_POLYTOMIC = "open_in_polytomic"
    USE_EXISTING = "use_existing"
    FILL_IN_HERE = "fill_in_here"
    USE_FOUND = "use_found"
    NEW_CONNECTION = "new_connection"
    RECONNECT = "reconnect"
    LIST_CONNECTIONS = "list_connections"
    BACK_TO_CONNECTIONS = "back_to_connections"  # in the modal that shows them
    MANAGE_CONNECTION = "manage_connection"  # a menu: "test:<id>", "use:<id>" …
    PREVIOUS_PAGE = "previous_page"
    NEXT_PAGE = "next_page"
    DIGEST = "digest"  # a button; its value is the channel
    LIST_SYNCS = "list_syncs"
    MANAGE_SYNC = "manage_sync"  # a menu or a button: "run:<id>", "pause:<id>" …
    MANAGE_WATCH = "manage_watch"  # a menu or a button: "change:<id>", "stop:<id>", "list:"
    MUTE_WATCH = "mute_watch"
    STOP_WATCH = "stop_watch"
    BACK_TO_SYNCS = "back_to_syncs"
    PREVIOUS_SYNCS = "previous_syncs"
    NEXT_SYNCS = "next_syncs"
    CHOOSE_OBJECTS = "choose_objects"  # radio buttons: the form is drawn again
    CHOOSE_SETTING = "choose_setting"  # a toggle or mode of a connection form: it is drawn again
    CHOOSE_FREQUENCY = "choose_frequency"  # a select: the form is drawn again
    EDIT_FREQUENCY = "edit_frequency"  # the same in the form that edits a sync
    SHOW_ADVANCED = "show_advanced"  # a button: the form is drawn again
    CHANGE_EDIT = "change_edit"  # from the review of an edit back to the form
    CHANGE_PLAN = "change_plan"  # from the summary back to the form
    CHOOSE_FIELDS = "choose_fields"  # a select that asks while somebody types, and opens a form
    RESET_FIELDS = "reset_fields"
    FIND_FIELDS = "find_fields"  # block_suggestion
    FIND_SOURCE = "find_source"  # block_suggestion
    FIND_DESTINATION = "find_destination"  # block_suggestion
    FIND_TYPE = "find_type"  # block_suggestion
    FIND_CHOICE = "find_choice"  # block_suggestion: a long list that the schema holds
    FIND_VALUE = "find_value"  # block_suggestion: values that Polytomic knows
    FIND_OBJECTS = "find_objects"  # block_suggestion
    FIND_SYNC_OBJECTS = "find_sync_objects"  # block_suggestion
    FIND_EDIT_OBJECTS = "find_edit_objects"  # block_suggestion
    FIND_UNSYNCED_OBJECTS = "find_unsynced_objects"  # block_suggestion
    FIND_SYNCED_OBJECTS = "find_synced_objects"  # block_suggestion
    FIND_TIMEZONE = "find_timezone"  # block_suggestion
    ANSWER = "answer"  # an input that is only read on submit


class Callback(StrEnum):
    """Which view or shortcut sent something."""

    NEW_SYNC = "new_sync"  # the global shortcut
    WATCH_SYNC = "watch_sync"  # the shortcut on a message
    LOADING = "loading"
    CHECKING = "checking"
    PROBLEM = "problem"
    ENDS = "ends"
    TYPE = "type"
    WAY = "way"
    WAITING = "waiting"
    CONNECTION = "connection"
    PLAN = "plan"
    OBJECTS = "objects"
    CONNECTIONS = "connections"
    DELETE_CONNECTION = "delete_connection"
    SYNCS = "syncs"
    RUN_SYNC = "run_sync"
    PAUSE_SYNC = "pause_sync"
    CANCEL_RUN = "cancel_run"
    WATCH = "watch"
    WATCHES = "watches"
    EDIT_SYNC = "edit_sync"
    REVIEW_EDIT = "review_edit"
    FIELDS = "fields"
    DIGEST = "digest"
    SUMMARY = "summary"
    DONE = "done"
    HOME = "home"


class Block(StrEnum):
    """The question that an input block asks; named as `InvalidInput.field` names it where there is one."""

    SOURCE = "source"
    DESTINATION = "destination"
    TYPE = "type"
    WAY = "way"
    EXISTING = "existing"
    CONNECTION_NAME = "connection_name"
    NAME = "name"
    CHOICE = "choice"
    OBJECT_NAMES = "object_names"
    OBJECT_PICKS = "object_picks"
    UNPICKED_NAMES = "unpicked_names"
    UNPICKED_PICKS = "unpicked_picks"
    ADVANCED = "advanced"
    FIELD_NAMES = "field_names"
    FIELD_PICKS = "field_picks"
    OBFUSCATED_NAMES = "obfuscated_names"
    OBFUSCATED_PICKS = "obfuscated_picks"
    NEW_OBJECTS = "new_objects"
    NEW_FIELDS = "new_fields"
    NAMING = "naming"
    MODE = "mode"
    FREQUENCY = "frequency"
    EVERY = "every"
    HOUR = "hour"
    MINUTE = "minute"
    WEEKDAY = "weekday"
    CHANNEL = "channel_id"
    TYPED_NAME = "typed_name"
    RUN_MODE = "run_mode"
    TIMEZONE = "timezone"
    TELLS = "tells"
    AFTER_FAILURES = "after_failures"
    THREADS = "threads"
    MENTIONS = "mentions"
    QUIET_FROM = "quiet_from"
    QUIET_TO = "quiet_to"
    MUTE = "mute"


FIELD_PREFIX = "field:"
SECRET_PREFIX = "secret:"  # noqa: S105 - the beginning of a block_id
SETTING_PREFIX = "setting:"  # of a destination, by its dotted name
_ALIASES = {
    "name": ("connection_name",),
    "objects": ("object_names", "object_picks", "choice"),
    "fields": ("field_picks",),
    "obfuscated": ("obfuscated_picks",),
    "unpicked": ("unpicked_picks",),
    "schedule": ("frequency",),
    "channel": ("channel_id",),
}


def block_of(field: str, block_ids: Collection[str]) -> str | None:
    """Find the block that asks for a field, or None if the form has none."""
    prefixed = (prefix + field for prefix in (FIELD_PREFIX, SECRET_PREFIX, SETTING_PREFIX))
    wanted = (field, *_ALIASES.get(field, ()), *prefixed)
    return next((block_id for block_id in wanted if block_id in block_ids), None)

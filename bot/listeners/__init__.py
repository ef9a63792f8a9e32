"""Slack in: one file per kind of payload; `register` is the contents page."""

import re

from slack_bolt.async_app import AsyncApp

from bot.listeners import (
    actions,
    commands,
    digests,
    edits,
    events,
    fields,
    inventory,
    lists,
    options,
    run_logs,
    shortcuts,
    submissions,
    syncs,
    unknown,
    watches,
)
from bot.listeners.errors import Listener, Services, reported
from bot.views.ids import Action, Callback

COMMANDS: dict[str, Listener] = {"root": commands.root}
SHORTCUTS: dict[str, Listener] = {
    Callback.NEW_SYNC: shortcuts.new_sync,
    Callback.WATCH_SYNC: watches.watch_sync,
}
EVENTS: dict[str, Listener] = {
    "app_home_opened": events.home_opened,
    "link_shared": events.link_shared,
}
SUBMISSIONS: dict[str, Listener] = {
    Callback.ENDS: submissions.choose_ends,
    Callback.TYPE: submissions.choose_type,
    Callback.WAY: submissions.choose_way,
    Callback.CONNECTION: submissions.create_connection,
    Callback.PLAN: submissions.plan,
    Callback.OBJECTS: submissions.pick_objects,
    Callback.DELETE_CONNECTION: inventory.delete,
    Callback.RUN_SYNC: syncs.run,
    Callback.PAUSE_SYNC: syncs.pause,
    Callback.CANCEL_RUN: syncs.cancel,
    Callback.WATCH: watches.save,
    Callback.EDIT_SYNC: edits.review,
    Callback.REVIEW_EDIT: edits.save,
    Callback.DIGEST: digests.choose,
    Callback.FIELDS: fields.choose,
    Callback.SUMMARY: submissions.confirm,
}
ACTIONS: dict[str, Listener] = {
    Action.NEW_SYNC: actions.new_sync,
    Action.SIGN_IN: actions.follow_link,
    Action.OPEN_IN_POLYTOMIC: actions.follow_link,
    Action.NEW_LINK: actions.send_new_link,
    Action.RETRY_SETUP: actions.retry_setup,
    Action.ANNOUNCE: actions.retry_setup,
    Action.CONTINUE_SETUP: actions.continue_setup,
    Action.PICK_OBJECTS: actions.continue_setup,
    Action.CANCEL_SETUP: actions.cancel_setup,
    Action.USE_SUGGESTIONS: actions.use_suggestions,
    Action.USE_EXISTING: actions.use_existing,
    Action.NEW_CONNECTION: actions.new_connection,
    Action.RECONNECT: inventory.reconnect,
    Action.FILL_IN_HERE: actions.fill_in_here,
    Action.USE_FOUND: actions.use_found,
    Action.CHOOSE_SETTING: actions.redraw_settings,
    Action.LIST_CONNECTIONS: lists.CONNECTIONS.open_list,
    Action.BACK_TO_CONNECTIONS: lists.CONNECTIONS.back_to_list,
    Action.MANAGE_CONNECTION: inventory.manage,
    Action.PREVIOUS_PAGE: lists.CONNECTIONS.turn_page,
    Action.NEXT_PAGE: lists.CONNECTIONS.turn_page,
    Action.DIGEST: digests.open_form,
    Action.LIST_SYNCS: lists.SYNCS.open_list,
    Action.MANAGE_SYNC: syncs.manage,
    Action.MANAGE_WATCH: watches.manage,
    Action.MUTE_WATCH: watches.mute,
    Action.STOP_WATCH: watches.stop,
    Action.BACK_TO_SYNCS: lists.SYNCS.back_to_list,
    Action.PREVIOUS_SYNCS: lists.SYNCS.turn_page,
    Action.NEXT_SYNCS: lists.SYNCS.turn_page,
    Action.CHOOSE_OBJECTS: actions.redraw_plan,
    Action.CHOOSE_FREQUENCY: actions.redraw_plan,
    Action.EDIT_FREQUENCY: edits.redraw,
    Action.CHANGE_EDIT: edits.back,
    Action.SHOW_ADVANCED: actions.show_advanced,
    Action.CHOOSE_FIELDS: fields.open_form,
    Action.RESET_FIELDS: fields.reset,
    Action.CHANGE_PLAN: actions.change_plan,
    Action.RUN_NOW: actions.run_now,
    Action.EXECUTION_LOGS: run_logs.send,
}
OPTIONS: dict[str, Listener] = {
    Action.FIND_SOURCE: options.find_source,
    Action.FIND_DESTINATION: options.find_destination,
    Action.FIND_TYPE: options.find_type,
    Action.FIND_CHOICE: options.find_choice,
    Action.FIND_VALUE: options.find_value,
    Action.FIND_OBJECTS: options.find_objects,
    Action.FIND_SYNC_OBJECTS: syncs.find_objects,
    Action.FIND_EDIT_OBJECTS: edits.find_objects,
    Action.FIND_UNSYNCED_OBJECTS: edits.find_unsynced,
    Action.FIND_SYNCED_OBJECTS: edits.find_synced,
    Action.FIND_TIMEZONE: options.find_timezone,
    Action.FIND_FIELDS: fields.find,
    Action.CHOOSE_FIELDS: fields.find_object,
}


def register(app: AsyncApp, services: Services) -> None:
    """Attach every listener to Bolt."""
    app.command(services.command_name)(reported(COMMANDS["root"], services))
    for name, listener in SHORTCUTS.items():
        app.shortcut(name)(reported(listener, services))
    for name, listener in EVENTS.items():
        app.event(name)(reported(listener, services))
    for name, listener in SUBMISSIONS.items():
        app.view_submission(name)(reported(listener, services))
    app.view_closed(re.compile(".*"))(reported(submissions.closed, services))
    for name, listener in ACTIONS.items():
        app.action(_of_form(name))(reported(listener, services))
    for name, listener in OPTIONS.items():
        app.options(_of_form(name))(reported(listener, services))
    _register_unknown(app, services)


def _register_unknown(app: AsyncApp, services: Services) -> None:
    """Answer what no listener above has taken: it is of an older version, or of a newer Slack."""
    anything = re.compile(".*", re.DOTALL)
    for take in (app.command, app.shortcut, app.view_submission, app.action, app.options):
        take(anything)(reported(unknown.refuse, services))
    app.event(anything)(reported(unknown.pass_over, services))


def _of_form(name: str) -> re.Pattern[str]:
    """Match an action_id, alone or with the form that it belongs to behind it."""
    return re.compile(rf"^{re.escape(name)}(:.*)?$", re.DOTALL)

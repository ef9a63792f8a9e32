"""What people filled in: the twin of `views/forms`, from Slack's state to plain values."""

from bot.listeners.read.answers import field_errors, setup_id, side
from bot.listeners.read.connection import (
    connection_draft,
    connection_form,
    connection_so_far,
    connection_type,
    setting_name,
)
from bot.listeners.read.digests import digest_form
from bot.listeners.read.edits import drawn_from, edit_consent, edit_draft, edit_form
from bot.listeners.read.ends import chosen_connection, ends_form
from bot.listeners.read.inventory import asked_in, channel_id, deletion, place
from bot.listeners.read.objects import chosen_object, fields_form, object_id, objects_form
from bot.listeners.read.plan import plan_draft, plan_form
from bot.listeners.read.syncs import execution, run_form, sync_id, sync_wish
from bot.listeners.read.watch import watch_form
from bot.listeners.read.way import type_form, way_form

__all__ = [
    "asked_in",
    "channel_id",
    "chosen_connection",
    "chosen_object",
    "connection_draft",
    "connection_form",
    "connection_so_far",
    "connection_type",
    "deletion",
    "digest_form",
    "drawn_from",
    "edit_consent",
    "edit_draft",
    "edit_form",
    "ends_form",
    "execution",
    "field_errors",
    "fields_form",
    "object_id",
    "objects_form",
    "place",
    "plan_draft",
    "plan_form",
    "run_form",
    "setting_name",
    "setup_id",
    "side",
    "sync_id",
    "sync_wish",
    "type_form",
    "watch_form",
    "way_form",
]

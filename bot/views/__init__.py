"""Pure functions from models to Block Kit."""

from bot.views.announcement import announcement, channel_check
from bot.views.connections import inventory_message, inventory_view, tested_message
from bot.views.digests import digest_chosen, digest_form, digest_lost, digest_message, digest_view
from bot.views.forms.notices import checking, loading, problem_view
from bot.views.forms.timezone import timezone_options
from bot.views.gaps import gap_notice
from bot.views.health import health_alert, health_recovery
from bot.views.history import history_message, history_words
from bot.views.history_words import history_alt, history_title
from bot.views.home import home
from bot.views.ids import Action, Block, Callback
from bot.views.logs import log_promised, run_log
from bot.views.message import Message
from bot.views.meta import Meta
from bot.views.options import (
    OptionGroups,
    choice_options,
    end_options,
    object_options,
    type_options,
    value_options,
)
from bot.views.replies import error_message, help_message
from bot.views.runs import already_running, run_card, run_end, run_started
from bot.views.setup_card import setup_card
from bot.views.setups import expired, reminder, setups_list
from bot.views.steps import missed, step_view
from bot.views.syncs import sync_message, sync_view
from bot.views.troubles import (
    storm_alert,
    storm_names,
    storm_recovery,
    trouble_alert,
    trouble_failure,
    trouble_recovery,
    watch_report,
)
from bot.views.unfurl import sync_card
from bot.views.watches import (
    watch_begun,
    watch_check,
    watch_dropped,
    watch_message,
    watch_news,
    watch_stopped,
    watch_view,
)

__all__ = [
    "Action",
    "Block",
    "Callback",
    "Message",
    "Meta",
    "OptionGroups",
    "already_running",
    "announcement",
    "channel_check",
    "checking",
    "choice_options",
    "digest_chosen",
    "digest_form",
    "digest_lost",
    "digest_message",
    "digest_view",
    "end_options",
    "error_message",
    "expired",
    "gap_notice",
    "health_alert",
    "health_recovery",
    "help_message",
    "history_alt",
    "history_message",
    "history_title",
    "history_words",
    "home",
    "inventory_message",
    "inventory_view",
    "loading",
    "log_promised",
    "missed",
    "object_options",
    "problem_view",
    "reminder",
    "run_card",
    "run_end",
    "run_log",
    "run_started",
    "setup_card",
    "setups_list",
    "step_view",
    "storm_alert",
    "storm_names",
    "storm_recovery",
    "sync_card",
    "sync_message",
    "sync_view",
    "tested_message",
    "timezone_options",
    "trouble_alert",
    "trouble_failure",
    "trouble_recovery",
    "type_options",
    "value_options",
    "watch_begun",
    "watch_check",
    "watch_dropped",
    "watch_message",
    "watch_news",
    "watch_report",
    "watch_stopped",
    "watch_view",
]

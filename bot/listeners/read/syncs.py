"""Which bulk sync is meant, and what of it is run."""

from __future__ import annotations

from bot.errors import BotError
from bot.listeners.read.answers import Json, answers_of, text_of
from bot.listeners.read.objects import object_names, picks
from bot.models import Place, RunAnswers, RunMode
from bot.views.ids import Block
from bot.views.meta import Meta
from bot.views.options import MATCH_PREFIX


def sync_wish(action: Json) -> tuple[str, str]:
    """Read what was chosen of which sync, in a menu or on a button."""
    wish, _, found = text_of(action).partition(":")
    return wish, found


def execution(action: Json) -> tuple[str, str]:
    """Read which execution of which sync a button is about."""
    sync, _, found = text_of(action).partition(":")
    return sync, found


def sync_id(view: Json) -> str:
    """Read which sync a view is about."""
    found = Meta.of(view).sync_id
    if found is None:
        raise BotError("This form belongs to no sync that I know.", "Close it and open the list again.")
    return found


def run_form(view: Json) -> RunAnswers:
    """Read what is to be run, and how."""
    answers, meta = answers_of(view), Meta.of(view)
    mode = text_of(answers.get(Block.RUN_MODE))
    return RunAnswers(
        sync_id=sync_id(view),
        place=meta.place or Place(),
        names=object_names(answers),
        matching=picks(answers, MATCH_PREFIX),
        mode=RunMode(mode) if mode in set(RunMode) else RunMode.NORMAL,
        agreed_to=meta.agreed_to,
    )

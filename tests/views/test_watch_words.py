from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest
from blockkit import check_message, check_view
from view_samples import NOON
from watch_samples import a_failure, a_report, a_seen, a_trouble, a_watch

from bot import views
from bot.models import ListedWatch, QuietHours, Tells, WatchForm, WatchListing
from bot.views.watch_words import watch_words

if TYPE_CHECKING:
    from bot.models import Trouble

OVER = NOON + timedelta(hours=2, minutes=5)


def words(message: views.Message) -> str:
    """Return everything that a message shows."""
    return str(check_message(message))


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (a_trouble(), "*Orders* failed <!date"),
        (a_trouble(streak=3), "*Orders* failed 3 times in a row since <!date"),
        (a_trouble(failures=(a_failure(status="errors"),)), "*Orders* finished with errors <!date"),
        (a_trouble(failures=(a_failure(reason=" "),)), "Polytomic gives no reason."),
        (a_trouble(over_at=OVER), "works again after 2 hours 5 minutes."),
        (a_trouble(streak=3, over_at=OVER), "works again after 2 hours 5 minutes, 3 failures."),
    ],
)
def test_an_alert_says_what_happened_since_when_and_how_often(trouble: Trouble, said: str) -> None:
    """A tired engineer reads it once, at night."""
    message = views.trouble_alert(trouble, a_watch(), None)
    assert said in words(message)
    assert said.partition("<")[0] in message.text


def test_an_alert_mentions_and_offers_what_helps() -> None:
    """Over, it offers nothing; muted, it says until when; without its watch, only what the sync needs."""
    watch = a_watch(mentions=("UBEN",))
    shown = words(views.trouble_alert(a_trouble(streak=2), watch, "https://x.slack.com/p1"))
    assert shown.count("<@UBEN>") == 1
    for label in ("Run again", "Logs", "Show the run", "Mute 1 h", "Stop watching"):
        assert f"'{label}'" in shown
    assert "'value': 's-1:e-2'" in shown, "the log of the last failure"
    muted = words(views.trouble_alert(a_trouble(), a_watch(muted_until=NOON), None))
    assert "Muted until <!date" in muted
    assert "Mute 1 h" not in muted
    alone = words(views.trouble_alert(a_trouble(), None, None))
    assert "Run again" in alone
    assert "Stop watching" not in alone
    over = words(views.trouble_alert(a_trouble(over_at=OVER), watch, None))
    assert "actions" not in over
    assert "<@UBEN>" not in over


def test_many_at_once_are_counted_and_the_common_reason_is_said() -> None:
    """What they share is where to look; how many still fail is what people come back for."""
    led = [a_trouble(f"Sync {number}") for number in range(12)]
    shown = words(views.storm_alert(led, a_watch()))
    assert "*12 syncs failed*" in shown
    assert "Sync 0, Sync 1" in shown
    assert "and 2 more" in shown
    assert "*Polytomic says:* token revoked" in shown
    other = a_trouble("Other", failures=(a_failure(reason="disk full"),))
    assert "*Polytomic says of 12 of them:* token revoked" in words(views.storm_alert([*led, other], None))
    some = [one.model_copy(update={"over_at": OVER if at < 9 else None}) for at, one in enumerate(led)]
    shown = words(views.storm_alert(some, a_watch()))
    assert "9 of them work again. *Still failing:* Sync 9, Sync 10, Sync 11" in shown
    every = [one.model_copy(update={"over_at": OVER}) for one in led]
    assert "All 12 work again." in words(views.storm_alert(every, a_watch()))


def test_a_report_says_how_long_it_took_and_what_it_moved() -> None:
    """One line for each execution; a null counter is left out."""
    shown = words(views.watch_report(a_report(a_seen())))
    assert ":white_check_mark: *Orders* finished in 3 minutes: 1,200 rows." in shown
    shown = words(views.watch_report(a_report(a_seen("canceled", records=None, began_at=None))))
    assert ":no_entry_sign: *Orders* was cancelled." in shown
    many = views.watch_report(a_report(*[a_seen()] * 50))
    assert "… and 30 more executions" in words(many)
    recovered = views.watch_report(a_report(a_seen(), tells=Tells.RECOVERIES))
    assert "works again" in recovered.text


def test_a_watch_is_summed_up_in_one_line() -> None:
    """What it tells, after how many, when not, and whom it mentions."""
    watch = a_watch(
        tells=tuple(Tells),
        after_failures=3,
        in_threads=False,
        quiet=QuietHours(begin=time(22), end=time(7, 30), timezone="Europe/Berlin"),
        mentions=("UBEN",),
    )
    said = watch_words(watch, NOON)
    assert said.startswith(
        "Failures, recoveries, starts, successes and cancellations · after 3 failures in a row"
    )
    assert " · without threads · quiet from 22:00 to 07:30, Europe/Berlin time · mentions <@UBEN>" in said
    assert " · muted until <!date" in said
    assert watch_words(a_watch(), None) == "Failures and recoveries"


def test_a_long_list_says_how_many_are_missing() -> None:
    """Nobody shall believe that what is not shown is not watched."""
    one = ListedWatch(watch=a_watch(), sync_name="Orders")
    view = check_view(views.watch_view(WatchListing(channel_id="CDATA", shown=(one,) * 85)))
    assert "5 more watches are not shown" in str(view)
    assert "watches *85* things" in str(view)


def test_the_form_says_what_a_silence_means() -> None:
    """Whoever sets quiet hours must know what happens to what fails in them."""
    view = str(check_view(views.watch_view(WatchForm(sync_id="s-1", sync_name="Orders", channel_id="CDATA"))))
    assert "I tell what is *still* broken, once" in view
    assert "Muted until" not in view

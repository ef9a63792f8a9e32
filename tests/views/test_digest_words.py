"""What a digest says, and how people ask for one."""

from blockkit import check_view
from digest_samples import a_digest, a_report, some_sums
from home_samples import MANY, few_ill
from reading import buttons, shown, text_of
from view_samples import NOON

from bot import views
from bot.models import DigestReport, DigestSums, Every, FailedSync, Few
from bot.views.text import moment


def read(report: DigestReport) -> str:
    """Return all that can be read in it."""
    return shown(views.digest_message(report, "/sync"))


def test_a_bad_day_says_what_where_and_how_often() -> None:
    """A summary must answer whether it is over, or something is to be done."""
    text = read(a_report(care=few_ill(2, 7)))
    assert "Daily digest" in text
    assert "*142 runs* of 12 syncs moved *1,234,567 rows*. *4 went wrong*, in 2 syncs." in text
    assert ":x: *Orders* went wrong 3 times, and has not recovered: Orders is locked." in text
    assert ":white_check_mark: *Leads* went wrong once, and works again" in text
    assert "*Scheduled, but did not run*\nInvoices, Tickets and 3 more" in text
    assert "*Orders*: 45 minutes, usually 10 minutes\n*New*: 30 minutes\n*Old*: 5 minutes, as usual" in text
    assert ":warning: *Salesforce prod* (Salesforce): The password was changed." in text
    assert "… and 5 more connections" in text
    assert f"to {moment(NOON)} · this channel watches 12 bulk syncs" in text
    assert {"list_connections", "digest"} == set(
        buttons(views.digest_message(a_report(care=few_ill()), "/sync"))
    )


def test_a_calm_day_is_one_line() -> None:
    """Nothing to do must be seen at a glance, in the notification too."""
    fine = some_sums(failed=0, failures=Few[FailedSync](), runs=1, syncs=1, rows=1)
    assert ":white_check_mark: *1 run* of 1 sync moved *1 row*. None went wrong." in read(a_report(sums=fine))
    message = views.digest_message(a_report(sums=DigestSums(), watched=None), "/sync")
    assert "Nothing happened: no watched sync finished a run." in message.text
    assert "this channel watches all bulk syncs" in shown(message)
    assert "What went wrong" not in shown(message)


def test_where_nothing_is_watched_it_says_how() -> None:
    """An empty digest every morning would be noise without a way out."""
    text = read(a_report(watched=0, digest=a_digest(every=Every.WEEK)))
    assert "Weekly digest" in text
    assert "`/sync watch` lets it follow one, or all; `/sync digest` ends this." in text


def test_what_polytomic_did_not_say_is_not_passed_over() -> None:
    """No word of connections would read as "all of them are fine"."""
    assert "Polytomic did not say how the connections are." in read(a_report(care=None))


def test_ten_thousand_failing_syncs_fit() -> None:
    """The first few by name, the rest as a number."""
    failures = tuple(FailedSync(sync_id="s", name="n" * 300, times=2, reason="r" * 5000) for _ in range(8))
    text = read(a_report(sums=some_sums(failures=Few[FailedSync](shown=failures, total=MANY))))
    assert "… and 9,992 more syncs" in text


def test_the_form_shows_what_the_channel_gets() -> None:
    """Whoever changes only the hour must not lose the weekday and the time zone."""
    weekly = a_digest(every=Every.WEEK, weekday="friday", hour=17)
    view = check_view(views.digest_form("CDATA", weekly))
    initial = {
        block["block_id"]: block["element"]["initial_option"]["value"]
        for block in view["blocks"]
        if block["type"] == "input"
    }
    assert initial == {"every": "friday", "hour": "17", "timezone": "Europe/Berlin"}
    assert "The next one comes" in text_of(view)
    fresh = check_view(views.digest_form("CDATA", None))
    assert "The next one" not in text_of(fresh)
    assert "<#CDATA> gets a digest every Friday at 17:00 (Europe/Berlin), the first one" in text_of(
        check_view(views.digest_view("CDATA", weekly))
    )
    assert "<#CDATA> gets no digest." in views.digest_chosen(None, "CDATA").text

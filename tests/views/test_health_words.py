"""What people read when a connection broke, and when it works again."""

from datetime import timedelta

from inventory_samples import connection, known, listing, usage
from reading import shown
from view_samples import NOON

from bot import views
from bot.models import Condition, Usage


def test_an_alert_says_what_broke_why_what_it_stops_and_what_to_do() -> None:
    """Somebody tired reads one message and knows what to press."""
    text = shown(views.health_alert(known()))
    assert "The connection *Salesforce prod* (Salesforce) stopped working." in text
    assert "*Polytomic says:* token revoked" in text
    assert "Until it works, 1 bulk sync cannot run: Nightly." in text
    assert "*Reconnect*" in text
    assert "No bulk sync" in shown(views.health_alert(known(syncs=())))


def test_a_recovery_says_how_long_it_took_and_takes_the_button_back() -> None:
    """An alert that is over must not be acted on; its thread says so, too."""
    over = known(is_healthy=True, recovered_at=NOON + timedelta(hours=2, minutes=5))
    assert "works again after 2 hours 5 minutes" in shown(views.health_recovery(over))
    alert = views.health_alert(over)
    assert "works again since" in shown(alert)
    assert "token revoked" in shown(alert)
    assert "reconnect" not in str([block.to_dict() for block in alert.blocks])


def test_what_uses_a_connection_is_said_in_one_line() -> None:
    """Two names tell which syncs are meant; a number tells how many more."""
    used = connection(usage=usage("Sync", 3))
    text = str(views.inventory_view(listing(shown=(used,))).to_dict())
    assert (
        "Used by 3 bulk syncs: Sync 0, Sync 1 and 1 more; 3 models; 3 model syncs; 3 unfinished setups."
        in text
    )
    one = Usage(bulk_syncs=("Nightly",))
    text = str(views.inventory_view(listing(shown=(connection(usage=one),))).to_dict())
    assert "Used by 1 bulk sync: Nightly." in text


def test_only_what_does_not_work_has_the_button_in_the_open() -> None:
    """Reconnect stands out where it helps; elsewhere it is in the menu."""
    for condition in Condition:
        view = views.inventory_view(listing(shown=(connection(condition=condition),))).to_dict()
        buttons = [one["action_id"] for block in view["blocks"] for one in block.get("elements", [])]
        assert ("reconnect" in buttons) is (condition is Condition.ILL)
        assert "reconnect:c-1" in str(view)

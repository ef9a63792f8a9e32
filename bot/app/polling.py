"""Who gets what in the poller: its tasks, and the rounds of its beat."""

from procrastinate import App as Queue

from bot.app.wiring import Shared
from bot.poller import tasks
from bot.poller.alerts import Alerts
from bot.poller.beat import Beat, Forgotten, Round
from bot.poller.chores import EVERY_BEATS as CHORES_BEATS
from bot.poller.chores import Chores
from bot.poller.connections import SignIns
from bot.poller.digests import DigestTasks, DueDigests
from bot.poller.events import EventFeed
from bot.poller.events.deliveries import Deliveries
from bot.poller.executions import Executions
from bot.poller.gaps import GapAlerts
from bot.poller.health import EVERY_BEATS, HealthWatch
from bot.poller.homes import EVERY_BEATS as HOME_BEATS
from bot.poller.homes import OpenHomes
from bot.poller.lost_channels import LostChannels
from bot.poller.outage import Outage
from bot.poller.pages import SecurePages
from bot.poller.rescue import Rescue
from bot.poller.schemas import SchemaWaits
from bot.poller.setups import SetupTasks
from bot.poller.tasks import Step
from bot.poller.telling import Telling
from bot.poller.watch_telling import WatchTelling
from bot.poller.watching import Watching
from bot.store import jobs as names


def poller(queue: Queue, shared: Shared, outage: Outage) -> Beat:
    """Build everything that happens without a click."""
    kept, polytomic = shared.kept, shared.polytomic
    executions = Executions(kept.runs, kept.setups, polytomic, shared.progress, shared.jobs)
    tasks.register(queue, _moving(shared, executions) | _telling(shared))
    every = shared.settings.poll_interval_seconds
    pages = SecurePages(kept.setups, shared.progress)
    sign_ins = SignIns(kept.setups, polytomic, shared.progress, pages)
    feed, watching = EventFeed(kept, polytomic, shared.jobs), Watching(kept.following, shared.jobs)
    at_news: dict[str, Round] = {"counters": feed.complete, "watches": watching.notice}
    looked_at = kept.beats, kept.connections, kept.setups, kept.watches, polytomic, shared.jobs
    rounds: dict[str, Round] = {
        "forgotten rows": Forgotten(kept.owed, shared.jobs).defer_again,
        "sign-ins": sign_ins.notice,
        # After them: nobody is reminded who has just signed in.
        "chores": Chores(kept, sign_ins, every_seconds=every * CHORES_BEATS).do,
        "schemas": SchemaWaits(kept.setups, polytomic, shared.progress).notice,
        "executions": executions.follow,
        "events": feed.notice,
        "watches": watching.notice,
        "health": HealthWatch(*looked_at, every_seconds=every * EVERY_BEATS).notice,
        "home tabs": OpenHomes(kept.beats, shared.home_tabs, every_seconds=every * HOME_BEATS).refresh,
        "digests": DueDigests(kept.digests, shared.jobs).notice,
    }
    return Beat(kept.beats, rounds, outage, every_seconds=every, at_news=at_news)


def rescue(queue: Queue, shared: Shared) -> Rescue:
    """Build what takes over from replicas that died."""
    return Rescue(shared.kept.beats, queue, shared.kept.setups, shared.jobs)


def deliveries(shared: Shared, beat: Beat) -> Deliveries | None:
    """Build what takes Polytomic's webhook, if there is a secret to know it by."""
    secret, kept = shared.settings.polytomic_webhook_secret, shared.kept
    return Deliveries(secret, kept.watches, kept.executions, beat.stir) if secret else None


def _moving(shared: Shared, executions: Executions) -> dict[str, Step]:
    """List the tasks that move something on."""
    setups = SetupTasks(shared.kept.setups, shared.polytomic, shared.directory, shared.progress)
    return {
        names.CREATE_BULK_SYNC: setups.create_bulk_sync,
        names.RECOVER_SETUP: setups.recover,
        names.START_RUN: executions.start,
        names.ESTIMATE_RUN: executions.estimate,
    }


def _telling(shared: Shared) -> dict[str, Step]:
    """List the tasks that bring Slack up to date with a row."""
    kept, notifier = shared.kept, shared.notifier
    lost = LostChannels(kept.watches, notifier)
    telling = Telling(kept.setups, kept.runs, notifier, shared.progress, shared.steps, lost)
    watches = WatchTelling(kept.watches, kept.troubles, kept.runs, notifier, lost)
    summed = kept.digests, kept.watches, kept.sums
    digests = DigestTasks(*summed, shared.overviews, notifier, shared.settings.slash_command)
    return {
        names.TELL_SETUP: telling.tell_setup,
        names.TELL_RUN: telling.tell_run,
        names.TELL_HEALTH: Alerts(kept.connections, notifier).tell_health,
        names.TELL_TROUBLE: watches.tell_trouble,
        names.TELL_REPORT: watches.tell_report,
        names.TELL_GAP: GapAlerts(kept.gaps, kept.watches, kept.executions, notifier).tell_gap,
        names.TELL_DIGEST: digests.tell_digest,
    }

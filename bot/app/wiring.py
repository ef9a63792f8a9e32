"""Who gets what: the handlers for the listeners, and the rounds for the poller."""

from dataclasses import dataclass
from functools import partial

from procrastinate import App as Queue
from slack_sdk.web.async_client import AsyncWebClient

from bot.handlers.card_syncs import CardSyncs
from bot.handlers.connection_steps import ConnectionSteps
from bot.handlers.connections import Connections
from bot.handlers.digests import Digests
from bot.handlers.directory import Directory
from bot.handlers.home import HomeTabs
from bot.handlers.inventory import Inventory
from bot.handlers.making import Maker
from bot.handlers.object_fields import ObjectFields
from bot.handlers.overview import Overviews
from bot.handlers.pages import Pages
from bot.handlers.plans import Plans
from bot.handlers.progress import Progress
from bot.handlers.readings import Readings
from bot.handlers.repairs import Repairs
from bot.handlers.run_logs import RunLogs
from bot.handlers.setups import Setups
from bot.handlers.steps import Steps
from bot.handlers.sync_actions import SyncActions
from bot.handlers.sync_edits import SyncEdits
from bot.handlers.sync_list import SyncList
from bot.handlers.sync_runs import Rows as RunRows
from bot.handlers.sync_runs import SyncRuns
from bot.handlers.sync_wishes import SyncWishes
from bot.handlers.syncs import Syncs
from bot.handlers.unfinished import Unfinished
from bot.handlers.watches import WatchWishes
from bot.listeners.errors import Services
from bot.notifier import Notifier, Workspace
from bot.poller import tasks
from bot.poller.alerts import Alerts
from bot.poller.beat import Beat, Forgotten, Round
from bot.poller.connections import SignIns
from bot.poller.digests import DigestTasks, DueDigests
from bot.poller.events import EventFeed
from bot.poller.events.rows import FeedRows
from bot.poller.executions import Executions
from bot.poller.gaps import GapAlerts
from bot.poller.health import EVERY_BEATS, HealthWatch
from bot.poller.homes import EVERY_BEATS as HOME_BEATS
from bot.poller.homes import OpenHomes
from bot.poller.outage import Outage
from bot.poller.pages import SecurePages
from bot.poller.schemas import SchemaWaits
from bot.poller.setups import SetupTasks
from bot.poller.telling import Telling
from bot.poller.watch_telling import WatchTelling
from bot.poller.watching import Watching
from bot.polytomic import Polytomic
from bot.settings import SecretsInSlack, Settings
from bot.store import (
    Beats,
    Database,
    Following,
    Homes,
    KnownConnections,
    Posts,
    Runs,
    Sums,
    Troubles,
    Watches,
)
from bot.store import Digests as DigestRows
from bot.store import Setups as SetupRows
from bot.store.jobs import TELL_DIGEST, Jobs

LOOK_BEATS = 3  # how long a look at the organization is believed, below the round of the Home tabs


@dataclass(frozen=True)
class Shared:
    """What both the listeners and the poller work with."""

    rows: SetupRows
    runs: Runs
    posts: Posts
    watches: Watches
    troubles: Troubles
    jobs: Jobs
    progress: Progress
    steps: Steps
    polytomic: Polytomic
    directory: Directory
    workspace: Workspace
    notifier: Notifier
    home_tabs: HomeTabs
    digests: DigestRows
    overviews: Overviews

    @classmethod
    def of(
        cls,
        settings: Settings,
        database: Database,
        polytomic: Polytomic,
        slack: AsyncWebClient,
        queue: Queue,
    ) -> "Shared":
        """Build it on what is open."""
        directory = Directory(polytomic)
        may_type = settings.secrets_in_slack is SecretsInSlack.ASK
        rows, jobs, posts = SetupRows(database), Jobs(queue), Posts(database)
        workspace = Workspace()
        notifier = Notifier(slack, posts, workspace)
        overviews = Overviews(polytomic, seconds=settings.poll_interval_seconds * LOOK_BEATS)
        homes = Homes(database), rows, Watches(database)
        return cls(
            rows=rows,
            runs=Runs(database),
            posts=posts,
            watches=Watches(database),
            troubles=Troubles(database),
            jobs=jobs,
            progress=Progress(rows, jobs),
            steps=Steps(
                polytomic, directory, ConnectionSteps(polytomic, directory, may_type_secrets=may_type)
            ),
            polytomic=polytomic,
            directory=directory,
            workspace=workspace,
            notifier=notifier,
            home_tabs=HomeTabs(*homes, overviews, notifier, settings.slash_command),
            digests=DigestRows(database),
            overviews=overviews,
        )


def _digest_tasks(settings: Settings, database: Database, shared: Shared) -> DigestTasks:
    kept = shared.digests, Watches(database), Sums(database)
    return DigestTasks(*kept, shared.overviews, shared.notifier, settings.slash_command)


def poller(settings: Settings, database: Database, queue: Queue, shared: Shared, outage: Outage) -> Beat:
    """Build everything that happens without a click."""
    rows, runs, progress, polytomic = shared.rows, shared.runs, shared.progress, shared.polytomic
    beats, known, jobs = Beats(database), KnownConnections(database), shared.jobs
    executions = Executions(runs, rows, polytomic, progress, jobs)
    setups, troubles = SetupTasks(rows, polytomic, shared.directory, progress), shared.troubles
    feed_rows = FeedRows.of(database)
    told = tasks.Told(
        Telling(rows, runs, shared.notifier, progress, shared.steps),
        Alerts(known, shared.notifier),
        WatchTelling(shared.watches, troubles, runs, shared.notifier),
        GapAlerts(feed_rows.gaps, feed_rows.watches, feed_rows.executions, shared.notifier),
    )
    tasks.register(queue, setups, executions, told)
    tasks.add(queue, TELL_DIGEST, _digest_tasks(settings, database, shared).tell_digest)
    sign_ins = SignIns(rows, polytomic, progress, SecurePages(rows, progress))
    every = settings.poll_interval_seconds
    watch = HealthWatch(beats, known, rows, polytomic, jobs, every_seconds=every * EVERY_BEATS)
    rounds: dict[str, Round] = {
        "stalled jobs": partial(tasks.drop_stalled, queue),
        "forgotten rows": Forgotten(rows, runs, known, feed_rows.gaps, troubles, jobs).defer_again,
        "reminders": sign_ins.remind_and_expire,
        "sign-ins": sign_ins.notice,
        "schemas": SchemaWaits(rows, polytomic, progress).notice,
        "executions": executions.follow,
        "events": EventFeed(feed_rows, polytomic, jobs).notice,
        "watches": Watching(Following(database), jobs).notice,
        "health": watch.notice,
        "home tabs": OpenHomes(beats, shared.home_tabs, every_seconds=every * HOME_BEATS).refresh,
        "digests": DueDigests(shared.digests, jobs).notice,
    }
    return Beat(beats, rounds, outage, every_seconds=every)


def services(settings: Settings, shared: Shared) -> Services:
    """Build what the listeners call."""
    rows, polytomic, directory, progress = shared.rows, shared.polytomic, shared.directory, shared.progress
    steps, workspace = shared.steps, shared.workspace
    pages = Pages(rows, polytomic, directory, steps, progress, workspace)
    maker = Maker(rows, polytomic, directory, progress, workspace)
    sync_list = SyncList(polytomic, directory)
    sync_actions = SyncActions(polytomic, sync_list, shared.runs, shared.jobs, shared.notifier)
    run_rows = RunRows(rows, shared.runs, shared.jobs)
    sync_runs = SyncRuns(polytomic, sync_list, sync_actions, run_rows, shared.notifier)
    watch_wishes = WatchWishes(shared.watches, shared.troubles, sync_list, shared.notifier, shared.jobs)
    readings = Readings(polytomic, sync_list, directory)
    sync_edits = SyncEdits(polytomic, sync_list, sync_actions, readings)
    return Services(
        setups=Setups(rows, directory, steps, progress),
        unfinished=Unfinished(rows, polytomic, shared.notifier, progress, pages),
        connections=Connections(rows, polytomic, directory, steps, progress, maker),
        pages=pages,
        repairs=Repairs(rows, directory, steps),
        inventory=Inventory(rows, polytomic, directory),
        plans=Plans(rows, polytomic, steps, shared.notifier, progress),
        object_fields=ObjectFields(rows, directory),
        syncs=Syncs(rows, shared.runs, shared.jobs),
        sync_list=sync_list,
        sync_actions=sync_actions,
        sync_runs=sync_runs,
        sync_wishes=SyncWishes(sync_list, sync_actions, sync_runs, sync_edits, watch_wishes),
        watch_wishes=watch_wishes,
        card_syncs=CardSyncs(shared.posts, rows, shared.runs, shared.troubles, shared.watches),
        home_tabs=shared.home_tabs,
        run_logs=RunLogs(polytomic, shared.notifier),
        sync_edits=sync_edits,
        digests=Digests(shared.digests, shared.notifier),
        notifier=shared.notifier,
        command_name=settings.slash_command,
    )

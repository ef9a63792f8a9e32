"""Who gets what of the handlers that the listeners call."""

from bot.app.wiring import Shared
from bot.charts import Charts
from bot.handlers.card_syncs import CardSyncs
from bot.handlers.connections import Connections
from bot.handlers.digests import Digests
from bot.handlers.histories import Histories
from bot.handlers.inventory import Inventory
from bot.handlers.making import Maker
from bot.handlers.object_fields import ObjectFields
from bot.handlers.pages import Pages
from bot.handlers.plans import Plans
from bot.handlers.readings import Readings
from bot.handlers.repairs import Repairs
from bot.handlers.run_logs import RunLogs
from bot.handlers.setups import Setups
from bot.handlers.sync_actions import SyncActions
from bot.handlers.sync_edits import SyncEdits
from bot.handlers.sync_list import SyncList
from bot.handlers.sync_runs import Rows as RunRows
from bot.handlers.sync_runs import SyncRuns
from bot.handlers.sync_wishes import SyncWishes
from bot.handlers.syncs import Syncs
from bot.handlers.unfinished import Unfinished
from bot.handlers.unfurls import Unfurls
from bot.handlers.watches import WatchWishes
from bot.listeners.errors import Services, SetupServices, SyncServices
from bot.under_way import UnderWay


def services(shared: Shared, under_way: UnderWay) -> Services:
    """Build what the listeners call."""
    return Services(
        of_setups=_of_setups(shared),
        of_syncs=_of_syncs(shared),
        home_tabs=shared.home_tabs,
        digests=Digests(shared.kept.digests, shared.notifier),
        notifier=shared.notifier,
        triggers=shared.kept.triggers,
        under_way=under_way,
        command_name=shared.settings.slash_command,
    )


def _of_setups(shared: Shared) -> SetupServices:
    rows, polytomic, directory, progress = (
        shared.kept.setups,
        shared.polytomic,
        shared.directory,
        shared.progress,
    )
    pages = Pages(rows, polytomic, directory, shared.steps, progress, shared.workspace)
    maker = Maker(rows, polytomic, directory, progress, shared.workspace)
    return SetupServices(
        setups=Setups(rows, directory, shared.steps, progress),
        unfinished=Unfinished(rows, polytomic, shared.notifier, progress, pages),
        connections=Connections(rows, polytomic, directory, shared.steps, progress, maker),
        pages=pages,
        repairs=Repairs(rows, directory, shared.steps),
        inventory=Inventory(rows, polytomic, directory),
        plans=Plans(rows, polytomic, shared.steps, shared.notifier, progress),
        object_fields=ObjectFields(rows, directory),
    )


def _of_syncs(shared: Shared) -> SyncServices:
    kept, polytomic, jobs, notifier = shared.kept, shared.polytomic, shared.jobs, shared.notifier
    syncs = SyncList(polytomic, shared.directory)
    actions = SyncActions(polytomic, syncs, kept.runs, jobs, notifier)
    runs = SyncRuns(polytomic, syncs, actions, RunRows(kept.setups, kept.runs, jobs), notifier)
    readings = Readings(polytomic, syncs, shared.directory)
    edits = SyncEdits(polytomic, syncs, readings, actions.details)
    watches = WatchWishes(kept.watches, kept.troubles, syncs, notifier, jobs)
    histories = Histories(polytomic, syncs, Charts(), notifier)
    return SyncServices(
        syncs=Syncs(kept.setups, kept.runs, jobs),
        sync_list=syncs,
        sync_actions=actions,
        sync_runs=runs,
        sync_edits=edits,
        sync_wishes=SyncWishes(syncs, actions, runs, edits, watches, histories),
        watch_wishes=watches,
        card_syncs=CardSyncs(kept.posts, kept.setups, kept.runs, kept.troubles, kept.watches),
        run_logs=RunLogs(polytomic, notifier),
        unfurls=Unfurls(polytomic, actions, notifier, is_wished=shared.settings.unfurl_links),
    )

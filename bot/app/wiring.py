"""What both the listeners and the poller work with."""

from dataclasses import dataclass

from procrastinate import App as Queue
from slack_sdk.web.async_client import AsyncWebClient

from bot.handlers.connection_steps import ConnectionSteps
from bot.handlers.directory import Directory
from bot.handlers.home import HomeTabs
from bot.handlers.overview import Overviews
from bot.handlers.progress import Progress
from bot.handlers.steps import Steps
from bot.notifier import Notifier, Workspace
from bot.polytomic import Polytomic
from bot.settings import SecretsInSlack, Settings
from bot.store import Database, Kept
from bot.store.jobs import Jobs

LOOK_BEATS = 3  # how long a look at the organization is believed, below the round of the Home tabs


@dataclass(frozen=True)
class Shared:
    """What is built once, and used on both sides."""

    settings: Settings
    kept: Kept
    jobs: Jobs
    progress: Progress
    steps: Steps
    polytomic: Polytomic
    directory: Directory
    workspace: Workspace
    notifier: Notifier
    home_tabs: HomeTabs
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
        kept, jobs, workspace = Kept.of(database), Jobs(queue), Workspace()
        notifier = Notifier(slack, kept.posts, workspace)
        overviews = Overviews(polytomic, seconds=settings.poll_interval_seconds * LOOK_BEATS)
        homes = kept.homes, kept.setups, kept.watches
        directory = Directory(polytomic)
        may_type = settings.secrets_in_slack is SecretsInSlack.ASK
        connection_steps = ConnectionSteps(polytomic, directory, may_type_secrets=may_type)
        return cls(
            settings=settings,
            kept=kept,
            jobs=jobs,
            progress=Progress(kept.setups, jobs),
            steps=Steps(polytomic, directory, connection_steps),
            polytomic=polytomic,
            directory=directory,
            workspace=workspace,
            notifier=notifier,
            home_tabs=HomeTabs(*homes, overviews, notifier, settings.slash_command),
            overviews=overviews,
        )

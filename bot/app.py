"""The composition root: settings in, a running app out; the only place that builds things."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial

import aiohttp
from aiohttp import web as aiohttp_web
from procrastinate import App as Queue
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import listeners, web
from bot.handlers.connection_steps import ConnectionSteps
from bot.handlers.connections import Connections
from bot.handlers.directory import Directory
from bot.handlers.inventory import Inventory
from bot.handlers.making import Maker
from bot.handlers.object_fields import ObjectFields
from bot.handlers.pages import Pages
from bot.handlers.plans import Plans
from bot.handlers.progress import Progress
from bot.handlers.repairs import Repairs
from bot.handlers.setups import Setups
from bot.handlers.steps import Steps
from bot.handlers.syncs import Syncs
from bot.handlers.unfinished import Unfinished
from bot.listeners.errors import Services
from bot.notifier import LOST, Notifier, Workspace
from bot.poller import tasks
from bot.poller.alerts import Alerts
from bot.poller.beat import Beat, Forgotten, Round
from bot.poller.connections import SignIns
from bot.poller.executions import Executions
from bot.poller.health import EVERY_BEATS, HealthWatch
from bot.poller.pages import SecurePages
from bot.poller.schemas import SchemaWaits
from bot.poller.setups import SetupTasks
from bot.poller.telling import Telling
from bot.polytomic import Polytomic, PolytomicError
from bot.settings import SecretsInSlack, Settings, SettingsError
from bot.store import Beats, Database, KnownConnections, Posts, Runs, postgres
from bot.store import Setups as SetupRows
from bot.store.jobs import Jobs

log = logging.getLogger(__name__)

BAD_TOKEN = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "not_allowed_token_type"}
CONNECT_AGAIN_SECONDS = 2.0


class App:
    """A bot that is connected to its database and ready to be served."""

    def __init__(self, settings: Settings, parts: "Parts", listener: socket.socket) -> None:
        self._settings = settings
        self._parts = parts
        self._listener = listener
        self._socket: AsyncSocketModeHandler | None = None

    @classmethod
    @asynccontextmanager
    async def start(cls, settings: Settings) -> AsyncIterator["App"]:
        """Build everything; raises BotError with what to do when a setting cannot work."""
        async with AsyncExitStack() as stack:
            parts = await Parts.build(settings, stack)
            await parts.check()
            yield cls(settings, parts, web.listen(settings.host, settings.port))

    async def serve_until(self, stop: asyncio.Event, when_ready: Callable[[], None] = lambda: None) -> None:
        """Serve Slack, work and poll until `stop` is set; `when_ready` is called once Slack reaches us."""
        parts, by_socket = self._parts, self._settings.uses_socket_mode
        site = web.build(self.ready, slack_handler=None if by_socket else partial(_answer, parts.bolt))
        async with web.serving(site, self._listener) as port:
            background = [tasks.work(parts.queue), parts.beat.run(), parts.learn_name()]
            if by_socket:
                background.append(self._stay_connected(when_ready))
            running = [asyncio.create_task(one) for one in background]
            log.info("Serving by %s, on port %d", "Socket Mode" if by_socket else "HTTP", port)
            if not by_socket:
                when_ready()
            try:
                await stop.wait()
            finally:
                await self._end(running)

    async def ready(self) -> dict[str, bool]:
        """Tell what works: the database, Slack, and the key for Polytomic."""
        checks = {
            "database": await self._parts.database.is_up(),
            "polytomic": await self._parts.knows_polytomic(),
        }
        if self._settings.uses_socket_mode:
            checks["slack"] = self._socket is not None and await self._socket.client.is_connected()
        return checks

    async def _stay_connected(self, when_connected: Callable[[], None]) -> None:
        """Open the Socket Mode connection; the SDK keeps it open from then on."""
        token = self._settings.slack_app_token
        self._socket = AsyncSocketModeHandler(self._parts.bolt, token.get_secret_value() if token else "")
        while True:
            try:
                await self._socket.connect_async()  # type: ignore[no-untyped-call]  # Bolt's
            except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError) as error:
                log.warning("Slack does not answer (%s); I try again.", type(error).__name__)
                await asyncio.sleep(CONNECT_AGAIN_SECONDS)
            else:
                when_connected()
                return

    async def _end(self, running: list[asyncio.Task[None]]) -> None:
        """Stop taking requests, then stop working; what is not done is picked up at the next start."""
        if self._socket is not None:
            await self._socket.close_async()  # type: ignore[no-untyped-call]  # Bolt's
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


@dataclass(frozen=True)
class Shared:
    """What both the listeners and the poller work with."""

    rows: SetupRows
    runs: Runs
    jobs: Jobs
    progress: Progress
    steps: Steps
    polytomic: Polytomic
    directory: Directory
    workspace: Workspace
    notifier: Notifier

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
        rows, jobs, workspace = SetupRows(database), Jobs(queue), Workspace()
        return cls(
            rows=rows,
            runs=Runs(database),
            jobs=jobs,
            progress=Progress(rows, jobs),
            steps=Steps(
                polytomic, directory, ConnectionSteps(polytomic, directory, may_type_secrets=may_type)
            ),
            polytomic=polytomic,
            directory=directory,
            workspace=workspace,
            notifier=Notifier(slack, Posts(database), workspace),
        )


class Parts:
    """Everything that was built, wired together."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        polytomic: Polytomic,
        slack: AsyncWebClient,
        queue: Queue,
    ) -> None:
        self.database = database
        self.queue = queue
        self._polytomic = polytomic
        self._polytomic_is_well = True
        self._slack = slack
        shared = Shared.of(settings, database, polytomic, slack, queue)
        self._workspace = shared.workspace
        self.beat = _poller(settings, database, queue, shared)
        self.bolt = _bolt(settings, slack)
        listeners.register(self.bolt, _services(settings, shared))

    @classmethod
    async def build(cls, settings: Settings, stack: AsyncExitStack) -> "Parts":
        """Open the database, the clients and the queue; the stack closes them."""
        url = await _database_url(settings, stack)
        database = await Database.open(url)
        stack.push_async_callback(database.close)
        await database.wait_until_up()
        await database.migrate()
        session = await stack.enter_async_context(
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        )
        slack = AsyncWebClient(
            token=settings.slack_bot_token.get_secret_value(),
            base_url=settings.slack_api_url,
            session=session,
        )
        polytomic = await stack.enter_async_context(
            Polytomic(
                url=settings.polytomic_api_url,
                key=settings.polytomic_api_key,
                version=settings.polytomic_api_version,
            )
        )
        queue = tasks.queue(database.conninfo)
        parts = cls(settings, database, polytomic, slack, queue)
        await stack.enter_async_context(queue.open_async())
        return parts

    async def check(self) -> None:
        """Learn the bot's own name, and say aloud when a key is wrong; an outage is waited out."""
        try:
            await self._introduce()
        except SlackApiError as error:
            if error.response["error"] in BAD_TOKEN:
                raise SettingsError(
                    [f"SLACK_BOT_TOKEN is refused by Slack ({error.response['error']})"]
                ) from error
            log.warning("Slack answers %s; I go on and try again.", error.response["error"])
        except (aiohttp.ClientError, OSError, TimeoutError):
            log.warning("Slack does not answer; I go on and try again.")
        await self.knows_polytomic()

    async def learn_name(self) -> None:
        """Ask Slack who the bot is until it answers."""
        while self._workspace.url is None:
            await asyncio.sleep(CONNECT_AGAIN_SECONDS)
            with suppress(SlackApiError, *LOST):
                await self._introduce()

    async def _introduce(self) -> None:
        me = await self._slack.auth_test()
        self._workspace.bot_name, self._workspace.url = me["user"], me["url"]

    async def knows_polytomic(self) -> bool:
        """Tell whether Polytomic answers and accepts the key; why not is logged once, and the end of it."""
        trouble = None
        try:
            await self._polytomic.me()
        except PolytomicError as error:
            trouble = f"{error.message} {error.guidance}"
        if trouble and self._polytomic_is_well:
            log.error("%s", trouble)
        if not trouble and not self._polytomic_is_well:
            log.info("Polytomic answers again.")
        self._polytomic_is_well = trouble is None
        return self._polytomic_is_well


async def _database_url(settings: Settings, stack: AsyncExitStack) -> str:
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    return (await stack.enter_async_context(await postgres.start(settings.bot_data_dir))).url


def _poller(settings: Settings, database: Database, queue: Queue, shared: Shared) -> Beat:
    """Build everything that happens without a click."""
    rows, runs, progress, polytomic = shared.rows, shared.runs, shared.progress, shared.polytomic
    beats, known, jobs = Beats(database), KnownConnections(database), shared.jobs
    executions = Executions(runs, rows, polytomic, progress, jobs)
    setups, alerts = SetupTasks(rows, polytomic, shared.directory, progress), Alerts(known, shared.notifier)
    telling = Telling(rows, runs, shared.notifier, progress, shared.steps)
    tasks.register(queue, setups, executions, telling, alerts)
    sign_ins = SignIns(rows, polytomic, progress, SecurePages(rows, progress))
    every = settings.poll_interval_seconds
    watch = HealthWatch(beats, known, rows, polytomic, jobs, every_seconds=every * EVERY_BEATS)
    rounds: dict[str, Round] = {
        "stalled jobs": partial(tasks.drop_stalled, queue),
        "forgotten rows": Forgotten(rows, runs, known, jobs).defer_again,
        "reminders": sign_ins.remind_and_expire,
        "sign-ins": sign_ins.notice,
        "schemas": SchemaWaits(rows, polytomic, progress).notice,
        "executions": executions.follow,
        "health": watch.notice,
    }
    return Beat(beats, rounds, every_seconds=every)


def _services(settings: Settings, shared: Shared) -> Services:
    """Build what the listeners call."""
    rows, polytomic, directory, progress = shared.rows, shared.polytomic, shared.directory, shared.progress
    steps, workspace = shared.steps, shared.workspace
    pages = Pages(rows, polytomic, directory, steps, progress, workspace)
    maker = Maker(rows, polytomic, directory, progress, workspace)
    return Services(
        setups=Setups(rows, polytomic, directory, steps, shared.notifier, progress),
        unfinished=Unfinished(rows, polytomic, steps, shared.notifier, progress, pages),
        connections=Connections(rows, polytomic, directory, steps, progress, maker),
        pages=pages,
        repairs=Repairs(rows, directory, steps),
        inventory=Inventory(rows, polytomic, directory),
        plans=Plans(rows, polytomic, steps, shared.notifier, progress),
        object_fields=ObjectFields(rows, directory),
        syncs=Syncs(rows, shared.runs, shared.jobs),
        notifier=shared.notifier,
        command_name=settings.slash_command,
    )


def _bolt(settings: Settings, slack: AsyncWebClient) -> AsyncApp:
    secret = settings.slack_signing_secret
    logger = logging.getLogger("slack_bolt")  # by itself, Bolt takes the root's level and logs all forms
    logger.disabled = True  # it would complain that SLACK_BOT_TOKEN is set although a client is given
    try:
        return AsyncApp(
            client=slack,
            logger=logger,
            signing_secret=secret.get_secret_value() if secret else None,
            request_verification_enabled=not settings.uses_socket_mode,
        )
    finally:
        logger.disabled = False


async def _answer(bolt: AsyncApp, request: aiohttp_web.Request) -> aiohttp_web.StreamResponse:
    """Let Bolt answer one of Slack's HTTP requests."""
    return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

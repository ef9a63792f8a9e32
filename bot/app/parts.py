"""What the app opens at the start and closes at the end, and how it learns whether that works."""

import asyncio
import logging
from contextlib import AsyncExitStack, suppress

import aiohttp
from procrastinate import App as Queue
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import listeners, postgres
from bot.app.answering import services
from bot.app.polling import deliveries, poller, rescue
from bot.app.slack_calls import CallCounter
from bot.app.wiring import Shared
from bot.notifier import LOST, Workspace, slack_word
from bot.notifier.refusals import NOT_TAKEN
from bot.poller import tasks
from bot.poller.outage import Outage
from bot.polytomic import Polytomic, PolytomicError
from bot.settings import Settings, SettingsError
from bot.store import Database
from bot.under_way import UnderWay

log = logging.getLogger(__name__)

BAD_TOKEN = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "not_allowed_token_type"}
RATE_LIMITED = {"ratelimited", "rate_limited"}
ASK_AGAIN_SECONDS = 2.0
SLACK_SECONDS = 30.0  # for one call
READINESS = "readiness"  # who waits for Polytomic besides the rounds


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
        self._outage = Outage()
        self._slack = slack
        shared = Shared.of(settings, database, polytomic, slack, queue)
        self._workspace = shared.workspace
        self.beat = poller(queue, shared, self._outage)
        self.rescue = rescue(queue, shared)
        self.deliveries = deliveries(shared, self.beat)
        self.bolt = _bolt(settings, slack, self._workspace)
        self.listening = UnderWay()
        listeners.register(self.bolt, services(shared, self.listening))

    @classmethod
    async def build(cls, settings: Settings, stack: AsyncExitStack) -> "Parts":
        """Open the database, the clients and the queue; the stack closes them."""
        url = await stack.enter_async_context(postgres.address(settings.database_url, settings.bot_data_dir))
        database = await Database.open(url)
        stack.push_async_callback(database.close)
        await database.wait_until_up()
        await database.migrate()
        session = await stack.enter_async_context(
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SLACK_SECONDS))
        )
        slack = AsyncWebClient(
            token=settings.slack_bot_token.get_secret_value(),
            base_url=settings.slack_api_url,
            session=session,
            retry_handlers=[CallCounter()],  # none that repeats: whoever calls knows what may be repeated
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
            if slack_word(error) in BAD_TOKEN:
                raise SettingsError(
                    [f"SLACK_BOT_TOKEN is refused by Slack ({error.response['error']})"]
                ) from error
            log.warning("Slack answers %s; I go on and try again.", slack_word(error))
        except (aiohttp.ClientError, OSError, TimeoutError):
            log.warning("Slack does not answer; I go on and try again.")
        await self.knows_polytomic()

    async def learn_name(self) -> None:
        """Ask Slack who the bot is until it answers."""
        while self._workspace.url is None:
            await asyncio.sleep(ASK_AGAIN_SECONDS)
            with suppress(SlackApiError, *LOST):
                await self._introduce()

    async def _introduce(self) -> None:
        me = await self._slack.auth_test()
        self._workspace.bot_name, self._workspace.url = me["user"], me["url"]
        self._workspace.bot_id, self._workspace.bot_user_id = me["bot_id"], me["user_id"]

    async def knows_polytomic(self) -> bool:
        """Tell whether Polytomic answers and accepts the key; why not is logged once, and the end of it."""
        try:
            await self._polytomic.me()
        except PolytomicError as error:
            self._outage.begins(READINESS, error)
            return False
        self._outage.ends(READINESS)
        return True

    async def knows_slack(self) -> bool:
        """Tell whether Slack answers and accepts the token; an answer to slow down is one, too."""
        try:
            await self._slack.auth_test()
        except SlackApiError as error:
            return slack_word(error) in RATE_LIMITED
        except (*LOST, *NOT_TAKEN):
            return False
        return True


def _bolt(settings: Settings, slack: AsyncWebClient, workspace: Workspace) -> AsyncApp:
    async def authorize() -> AuthorizeResult:
        """Say who the bot is, as far as is known: Bolt would ask Slack, and an ack would wait for that."""
        return AuthorizeResult(
            enterprise_id=None,
            team_id=None,
            bot_id=workspace.bot_id,
            bot_user_id=workspace.bot_user_id,
            bot_token=slack.token,
        )

    secret = settings.slack_signing_secret
    logger = logging.getLogger("slack_bolt")  # by itself, Bolt takes the root's level and logs all forms
    logger.disabled = True  # it would complain that a client with a token is given besides `authorize`
    try:
        return AsyncApp(
            name="polytomic-bot",  # or Bolt reads the source of the whole call stack to find one
            client=slack,
            authorize=authorize,
            logger=logger,
            signing_secret=secret.get_secret_value() if secret else None,
            request_verification_enabled=not settings.uses_socket_mode,
        )
    finally:
        logger.disabled = False

"""The one error boundary on the Slack side: it picks the words and the place where they are shown."""

import asyncio
import inspect
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import views
from bot.errors import BotError, Busy, InvalidInput
from bot.handlers.card_syncs import CardSyncs
from bot.handlers.connections import Connections
from bot.handlers.digests import Digests
from bot.handlers.home import HomeTabs
from bot.handlers.inventory import Inventory
from bot.handlers.object_fields import ObjectFields
from bot.handlers.pages import Pages
from bot.handlers.plans import Plans
from bot.handlers.repairs import Repairs
from bot.handlers.run_logs import RunLogs
from bot.handlers.setups import Setups
from bot.handlers.sync_actions import SyncActions
from bot.handlers.sync_edits import SyncEdits
from bot.handlers.sync_list import SyncList
from bot.handlers.sync_runs import SyncRuns
from bot.handlers.sync_wishes import SyncWishes
from bot.handlers.syncs import Syncs
from bot.handlers.unfinished import Unfinished
from bot.handlers.unfurls import Unfurls
from bot.handlers.watches import WatchWishes
from bot.listeners import read
from bot.listeners.beside import Beside
from bot.listeners.listing import Listing
from bot.listeners.once import Once
from bot.listeners.screen import Screen
from bot.models import Person
from bot.notifier import Notifier, slack_trouble
from bot.store import Triggers
from bot.under_way import UnderWay

log = logging.getLogger(__name__)

Listener = Callable[..., Awaitable[None]]
SUGGESTION = "block_suggestion"
OPTIONS_SECONDS = 2.5


@dataclass(frozen=True)
class SetupServices:
    """Wishes about setups and connections."""

    setups: Setups
    plans: Plans
    object_fields: ObjectFields
    unfinished: Unfinished
    connections: Connections
    pages: Pages
    inventory: Inventory
    repairs: Repairs


@dataclass(frozen=True)
class SyncServices:
    """Wishes about bulk syncs that exist, and about channels that follow them."""

    syncs: Syncs
    sync_list: SyncList
    sync_actions: SyncActions
    sync_runs: SyncRuns
    sync_edits: SyncEdits
    sync_wishes: SyncWishes
    watch_wishes: WatchWishes
    card_syncs: CardSyncs
    run_logs: RunLogs
    unfurls: Unfurls


@dataclass(frozen=True)
class Services:
    """What listeners may ask for by parameter name, besides what Bolt offers."""

    of_setups: SetupServices
    of_syncs: SyncServices
    home_tabs: HomeTabs
    digests: Digests
    notifier: Notifier
    triggers: Triggers
    under_way: UnderWay
    command_name: str

    def by_name(self) -> dict[str, object]:
        """Return each by the name of the parameter that asks for it."""
        return {**vars(self.of_setups), **vars(self.of_syncs), **vars(self)}


def reported(listener: Listener, services: Services) -> Listener:
    """Wrap a listener: it gets what its parameters name, and whatever it raises reaches the person.

    A parameter may name anything that Bolt offers, a service or all `services`, `person` or `screen`.
    """
    names = tuple(inspect.signature(listener).parameters)

    async def run(args: AsyncArgs) -> None:
        with services.under_way.one():
            await take(args)

    async def take(args: AsyncArgs) -> None:
        person = Person(team_id=args.context.team_id or "", user_id=args.context.user_id or "")
        once = Once(args.ack, args.body, services.triggers)
        screen = Screen(args, once, person, services.notifier)
        offered = {**_offered(args, services, person, screen), "ack": once}
        try:
            wanted = {name: offered.get(name) or getattr(args, name) for name in names}
            await _in_time(listener(**wanted), args)
        except Busy:
            await _acknowledge(args)  # whoever works on it, or took it before, answers
        except InvalidInput as error:
            await _mark_field(args, screen, error)
        except BotError as error:
            await _report(args, screen, error)
        except Exception as error:  # noqa: BLE001 - the boundary: whatever it was, the person hears of it
            await _report(args, screen, slack_trouble(error) or _bug(listener, error))

    run.__name__ = listener.__name__
    return run


async def _in_time(work: Awaitable[None], args: AsyncArgs) -> None:
    """Do the work; options are the answer itself, for which Slack waits three seconds. Raises NotInTime."""
    if args.body.get("type") != SUGGESTION:
        return await work
    try:
        async with asyncio.timeout(OPTIONS_SECONDS):
            await work
    except TimeoutError:
        raise NotInTime from None


def _offered(args: AsyncArgs, services: Services, person: Person, screen: Screen) -> dict[str, object]:
    return {
        **services.by_name(),
        "services": services,
        "person": person,
        "screen": screen,
        "listing": Listing(args, services.of_setups.unfinished, services.home_tabs, services.command_name),
        "respond": Beside(args.context.response_url or ""),  # with none, nothing asks for it
    }


def _bug(listener: Listener, error: Exception) -> "Bug":
    """Log a bug with its traceback, under a reference for the person."""
    reference = secrets.token_hex(4)
    log.error("Bug %s in %s", reference, listener.__name__, exc_info=error)
    return Bug(reference)


class Bug(BotError):  # noqa: N818 - what it says to the person
    """Something that nobody thought of; the log has the traceback under the reference."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            "Something went wrong on my side.",
            f"Try again; if it stays so, tell whoever runs me the reference `{reference}`.",
        )


class NotInTime(BotError):  # noqa: N818 - what it says to the log
    """Options that come too late for the list that is open."""

    def __init__(self) -> None:
        super().__init__("They were not known in time.")


async def _mark_field(args: AsyncArgs, screen: Screen, error: InvalidInput) -> None:
    """Show the reason under its field while the form is still there."""
    marks = read.field_errors(args.body.get("view") or {}, error)
    if marks and args.ack.response is None:
        await args.ack(response_action="errors", errors=marks)
    else:
        await _report(args, screen, error)


async def _report(args: AsyncArgs, screen: Screen, error: BotError) -> None:
    """Tell the person where they are: in the modal, beside the message, or by direct message."""
    kind = args.body.get("type")
    if kind == SUGGESTION:
        await args.ack(options=[])
        log.info("No options: %s", error.message)
        return
    if kind == "view_submission" and args.ack.response is None:
        await args.ack(response_action="update", view=screen.problem_view(error))
        return
    await _acknowledge(args)
    try:
        if screen.view_id is None and _can_answer_beside(args.body):
            message = views.error_message(error)
            beside = Beside(args.body["response_url"])
            await beside(text=message.text, blocks=message.blocks, replace_original=False)
        elif kind != "view_closed":
            await screen.problem(error)
    except Exception:
        log.exception("Could not tell the person: %s", error.message)


async def _acknowledge(args: AsyncArgs) -> None:
    if args.ack.response is None:
        await args.ack()


def _can_answer_beside(body: dict[str, Any]) -> bool:
    return "response_url" in body
